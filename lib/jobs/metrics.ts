import { Gauge, type Registry } from "prom-client";
import type { RunningJobs } from "./queue.ts";

/** Shows the queue in /metrics: how much waits, for how long, what was given up, what this process has done. */
export function showJobs(registry: Registry, jobs: RunningJobs): void {
  const registers = [registry];
  const waiting = new Gauge({
    name: "throughline_jobs_waiting",
    help: "Jobs that wait, by queue",
    labelNames: ["queue"],
    registers,
  });
  const active = new Gauge({ name: "throughline_jobs_active", help: "Jobs under way in all processes", registers });
  const dead = new Gauge({ name: "throughline_jobs_dead", help: "Jobs that were given up", registers });
  const done = new Gauge({
    name: "throughline_jobs_ended",
    help: "Jobs that this process has ended since it started, by outcome",
    labelNames: ["outcome"],
    registers,
  });
  new Gauge({
    name: "throughline_jobs_oldest_seconds",
    help: "How long the job that has waited longest has been ready",
    registers,
    // One reading of the queue for all of them; while it cannot be read the last figures stand.
    async collect() {
      const figures = await jobs.figures().catch(() => null);
      if (!figures) return;
      for (const [queue, count] of Object.entries(figures.waiting)) waiting.set({ queue }, count);
      for (const [outcome, count] of Object.entries(figures.outcomes)) done.set({ outcome }, count);
      active.set(figures.active);
      dead.set(figures.dead);
      this.set(figures.oldestSeconds);
    },
  });
}
