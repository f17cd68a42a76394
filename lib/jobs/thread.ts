import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { log, loggable } from "#lib/core/log.ts";
import { countRows, type Tally } from "#lib/imports/metrics.ts";
import { carryOut, giveUpLost, type Outcome } from "./carry-out.ts";
import { ring } from "./doorbell.ts";
import type { Job } from "./job.ts";

/** What the thread is given, once. `workers`: jobs at once. */
export type ThreadData = { databaseUrl: string; workers: number };
type Taken = { id: string; data: unknown };
/** A job may come again while its last call is still ending, so each call has a number. */
export type ToThread = { call: number; job: string; taken: Taken } | { abort: number };
/** `outcome` answers a call; the rest is what this process would not hear of otherwise. */
export type FromThread =
  | { call: number; outcome: Outcome }
  | { ring: string }
  | { rows: Tally }
  | { trouble: true }
  | { beat: true };

type Call = { job: Job; taken: Taken; answer: (outcome: Outcome) => void };
type Running = { worker: Worker; calls: Map<number, Call>; beatAt: number };

/** Milliseconds between two signs of life. */
export const beatMs = 1_000;
/** Milliseconds without one: something computes in it that will not end. */
const silentMs = 60_000;
/** Milliseconds: a thread without work is let go, since it takes some 70 MB. */
const idleMs = 300_000;
/** Milliseconds: one that dies at once would otherwise be begun again as fast as the machine can. */
const recoverMs = 1_000;
/** A job under way in so many threads that died is given up. */
const mostDeaths = 3;

/**
 * A thread on which heavy jobs are carried out, so that nobody who asks the server for something waits behind them. It
 * begins with the first of them, which takes a second. When it dies, what it had under way goes back to the queue; where none
 * can be begun, jobs are carried out in this one.
 */
export class JobThread {
  readonly #data: ThreadData;
  readonly #onTrouble: () => void;
  /** By job id: how many threads have died with it. */
  readonly #deaths = new Map<string, number>();
  #running: Running | null = null;
  #letGo: NodeJS.Timeout | undefined;
  #calls = 0;
  #isBarren = false;

  /** `onTrouble` is told of what nobody foresaw. */
  constructor(data: ThreadData, onTrouble: () => void = () => {}) {
    this.#data = data;
    this.#onTrouble = onTrouble;
  }

  /** As `carryOut` of this folder, for a job of `list.ts`. */
  carryOut(job: Job, taken: Taken, signal: AbortSignal): Promise<Outcome> {
    if (signal.aborted || this.#isBarren) return carryOut(job, taken, signal);
    const { worker, calls } = this.#begin();
    const call = ++this.#calls;
    const send = (message: ToThread) => worker.postMessage(message);
    const abort = () => send({ abort: call });
    return new Promise((resolve) => {
      const answer = (outcome: Outcome) => {
        calls.delete(call);
        signal.removeEventListener("abort", abort);
        resolve(outcome);
      };
      calls.set(call, { job, taken, answer });
      send({ call, job: job.name, taken: { id: taken.id, data: taken.data } });
      signal.addEventListener("abort", abort, { once: true });
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
    const running = this.#running ?? this.#start();
    this.#running = running;
    this.#rest(running);
    return running;
  }

  #rest(running: Running) {
    clearTimeout(this.#letGo);
    this.#letGo = setTimeout(() => running.calls.size === 0 && void this.stop(), idleMs).unref();
  }

  #start(): Running {
    const worker = new Worker(new URL("./thread-entry.ts", import.meta.url), { workerData: this.#data });
    const running: Running = { worker, calls: new Map(), beatAt: performance.now() };
    let hasBegun = false;
    const watch = setInterval(() => {
      if (running.calls.size === 0 || performance.now() - running.beatAt < silentMs) return;
      log.error("the thread of jobs is silent");
      void worker.terminate();
    }, beatMs).unref();
    worker.on("message", (message: FromThread) => {
      hasBegun = true;
      if ("beat" in message) running.beatAt = performance.now();
      else if ("ring" in message) ring(message.ring);
      else if ("rows" in message) countRows(message.rows);
      else if ("trouble" in message) this.#onTrouble();
      else {
        this.#deaths.delete(message.outcome.id);
        running.calls.get(message.call)?.answer(message.outcome);
        if (this.#running === running) this.#rest(running);
      }
    });
    worker.on("error", (error) => {
      log.error({ error: loggable(error) }, "the thread of jobs died");
      this.#onTrouble();
    });
    worker.on("exit", () => {
      clearInterval(watch);
      if (!hasBegun && this.#running === running) this.#isBarren = true;
      if (this.#running === running) this.#running = null;
      void this.#recover([...running.calls.values()]);
    });
    return running;
  }

  async #recover(lost: Call[]) {
    if (lost.length > 0) await sleep(recoverMs, undefined, { ref: false });
    for (const { job, taken, answer } of lost) {
      const { id } = taken;
      const deaths = (this.#deaths.get(id) ?? 0) + 1;
      if (deaths < mostDeaths) {
        this.#deaths.set(id, deaths);
        answer({ id, status: "failed", output: { message: "the thread died" } });
      } else {
        this.#deaths.delete(id);
        answer(await giveUpLost(job, taken, "the thread died"));
      }
    }
  }
}
