import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { database } from "#db/client.ts";

/** What /metrics tells. Labels are operation names and status classes, so the series stay few whatever the load. */
const registry = new Registry();
collectDefaultMetrics({ register: registry });

const requests = new Counter({
  name: "throughline_requests_total",
  help: "Requests answered, by operation and status",
  labelNames: ["operation", "status"],
  registers: [registry],
});
const seconds = new Histogram({
  name: "throughline_request_seconds",
  help: "Time to the answer, by operation",
  labelNames: ["operation"],
  buckets: [0.005, 0.02, 0.05, 0.2, 1, 5],
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

/** Notes one answered request. */
export function countRequest(operation: string, status: number, milliseconds: number): void {
  requests.inc({ operation, status: String(status) });
  seconds.observe({ operation }, milliseconds / 1000);
}

/** Lets another part of the product show its own figures. */
export const metricsRegistry = registry;
