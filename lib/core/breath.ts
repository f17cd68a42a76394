import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";

/** Milliseconds of work in one go: while nobody waits for an answer, and while somebody does. */
const mostMs = { alone: 3, beside: 1 };
/** Milliseconds in which most reads are answered. */
const readMs = 20;

/** Reads that have no answer yet. */
let reads = 0;
let answered: PromiseWithResolvers<void> | null = null;

/** Somebody waits for an answer, and for no lock. To be called once when they have it. */
export function reading(): () => void {
  reads++;
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    reads--;
    if (reads > 0) return;
    answered?.resolve();
    answered = null;
  };
}

/**
 * For long work of this process's own that nobody looks at meanwhile. It lets requests have their turn every few
 * milliseconds, and rests while reads are answered, half of its time at most.
 */
export class Breath {
  #since = performance.now();
  /** Milliseconds of work that were not rested for. */
  #credit = 0;

  /** To be awaited between two small pieces of the work. */
  async taken(): Promise<void> {
    const worked = performance.now() - this.#since;
    if (worked < (reads > 0 ? mostMs.beside : mostMs.alone)) return;
    this.#credit += worked;
    await turn();
    if (reads > 0) await this.#rest();
    this.#since = performance.now();
  }

  /** The work went on after a wait of its own. */
  begin(): void {
    this.#since = performance.now();
  }

  async #rest() {
    const began = performance.now();
    answered ??= Promise.withResolvers();
    const end = new AbortController();
    const late = sleep(Math.min(readMs, this.#credit), undefined, { signal: end.signal }).catch(() => {});
    await Promise.race([answered.promise, late]);
    end.abort();
    this.#credit = Math.max(0, this.#credit - (performance.now() - began));
  }
}
