import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { database } from "#db/client.ts";

/**
 * What /metrics tells. Labels are operation names, classes of status and what is refused under load, so the series stay
 * few whatever the load and however many the workspaces.
 */
const registry = new Registry();
collectDefaultMetrics({ register: registry });

const requests = new Counter({
  name: "throughline_requests_total",
  help: "Requests answered, by operation and status: 2xx, 3xx, 4xx, 5xx, and by themselves 429 and 503",
  labelNames: ["operation", "status"],
  registers: [registry],
});
const seconds = new Histogram({
  name: "throughline_request_seconds",
  help: "Time to the answer, by operation",
  labelNames: ["operation"],
  buckets: [0.02, 0.1, 0.5, 2],
  registers: [registry],
});
export const errors = new Counter({
  name: "throughline_errors_total",
  help: "Errors nobody expected, by where they surfaced",
  labelNames: ["where"],
  registers: [registry],
});
new Gauge({
  name: "throughline_database_connections",
  help: "Connections to the database, by state",
  labelNames: ["state"],
  registers: [registry],
  collect() {
    const { busy, idle, waiting } = database().state;
    this.set({ state: "busy" }, busy);
    this.set({ state: "idle" }, idle);
    this.set({ state: "waiting" }, waiting);
  },
});

const inItself = new Set([429, 503]);
const classOf = (status: number) => (inItself.has(status) ? String(status) : `${Math.floor(status / 100)}xx`);

/** Notes one answered request. */
export function countRequest(operation: string, status: number, milliseconds: number): void {
  requests.inc({ operation, status: classOf(status) });
  seconds.observe({ operation }, milliseconds / 1000);
}

/** Lets another part of the product show its own figures. */
export const metricsRegistry = registry;
