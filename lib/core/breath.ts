import { setImmediate as turn } from "node:timers/promises";

/** Milliseconds of work in one go. */
const mostMs = 3;

/** For long work of this process's own that nobody waits for: lets requests have their turn every few milliseconds. */
export class Breath {
  #since = performance.now();

  /** To be awaited between two small pieces of the work. */
  async taken(): Promise<void> {
    if (performance.now() - this.#since < mostMs) return;
    await turn();
    this.#since = performance.now();
  }

  /** The work went on after a wait of its own. */
  begin(): void {
    this.#since = performance.now();
  }
}
