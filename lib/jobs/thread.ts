import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { log, loggable } from "#lib/core/log.ts";
import { countRows, type Tally } from "#lib/imports/metrics.ts";
import type { Outcome } from "./carry-out.ts";
import { ring } from "./doorbell.ts";

/** What the thread is given, once. */
export type ThreadData = { databaseUrl: string; connections: number };
export type ToThread = { carryOut: { id: string; data: unknown }; job: string } | { abort: string };
/** `outcome` answers `carryOut`; the rest is what this process would not hear of otherwise. */
export type FromThread = { outcome: Outcome } | { ring: string } | { rows: Tally };

type Running = { worker: Worker; waiting: Map<string, (outcome: Outcome) => void> };

/** Milliseconds: a thread without work is let go, since it takes some 70 MB. */
const idleMs = 300_000;
/** Milliseconds: one that dies at once would otherwise be begun again as fast as the machine can. */
const recoverMs = 1_000;

/**
 * A thread on which heavy jobs are carried out, so that nobody who asks the server for something waits behind them. It
 * begins with the first of them, which takes a second. When it dies, what it had under way goes back to the queue.
 */
export class JobThread {
  readonly #data: ThreadData;
  #running: Running | null = null;
  #letGo: NodeJS.Timeout | undefined;

  constructor(data: ThreadData) {
    this.#data = data;
  }

  /** As `carryOut` of this folder, of a job in `list.ts` by its name. */
  carryOut(job: string, { id, data }: { id: string; data: unknown }, signal: AbortSignal): Promise<Outcome> {
    const { worker, waiting } = this.#begin();
    const send = (message: ToThread) => worker.postMessage(message);
    const abort = () => send({ abort: id });
    return new Promise((resolve) => {
      waiting.set(id, (outcome) => {
        waiting.delete(id);
        signal.removeEventListener("abort", abort);
        resolve(outcome);
      });
      send({ carryOut: { id, data }, job });
      if (signal.aborted) abort();
      else signal.addEventListener("abort", abort, { once: true });
    });
  }

  /** Ends it. What is still under way goes back to the queue. */
  async stop(): Promise<void> {
    clearTimeout(this.#letGo);
    const running = this.#running;
    this.#running = null;
    await running?.worker.terminate();
  }

  #begin(): Running {
    clearTimeout(this.#letGo);
    const running = this.#running ?? this.#start();
    this.#running = running;
    this.#letGo = setTimeout(() => running.waiting.size === 0 && void this.stop(), idleMs).unref();
    return running;
  }

  #start(): Running {
    const worker = new Worker(new URL("./thread-entry.ts", import.meta.url), { workerData: this.#data });
    const running: Running = { worker, waiting: new Map() };
    worker.on("message", (message: FromThread) => {
      if ("ring" in message) return ring(message.ring);
      if ("rows" in message) return countRows(message.rows);
      running.waiting.get(message.outcome.id)?.(message.outcome);
      if (this.#running === running) this.#begin();
    });
    worker.on("error", (error) => log.error({ error: loggable(error) }, "the thread of jobs died"));
    worker.on("exit", async () => {
      if (this.#running === running) this.#running = null;
      if (running.waiting.size > 0) await sleep(recoverMs, undefined, { ref: false });
      for (const [id, answer] of running.waiting) {
        answer({ id, status: "failed", output: { message: "the thread died" } });
      }
    });
    return running;
  }
}
