import type { Happening } from "./happening.ts";
import { readStream, type StreamMessage } from "./read-stream.ts";

/** What happened, in order, and the cursor behind it; null when more happened than was told. */
export type News = { cursor: string; happenings: Happening[] | null };

export type DialHandlers = { onNews: (news: News) => void; onLife: () => void; onRefused: () => void };

/** Where the server knows us no more, it is asked this seldom: one may have signed in again. */
const refusedMs = 60_000;

/** Milliseconds until the next try: longer each time, and not at the same moment as everybody else. */
export const waitBefore = (failures: number, chance = Math.random()): number =>
  Math.round(Math.min(30_000, 1_000 * 2 ** Math.min(failures, 5)) * (0.5 + chance / 2));

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** A stream of events that is opened again, from where it ended, whenever it ends. */
export class Dial {
  readonly #url: string;
  readonly #handlers: DialHandlers;
  #cursor: string;
  #heard = false;
  #current = new AbortController();

  constructor(url: string, cursor: string, handlers: DialHandlers) {
    this.#url = url;
    this.#cursor = cursor;
    this.#handlers = handlers;
  }

  /** Drops what is silent, or stops waiting, and dials at once. */
  again(): void {
    this.#current.abort();
  }

  /** Goes on until `ended`. */
  async run(ended: AbortSignal): Promise<void> {
    let failures = 0;
    while (!ended.aborted) {
      this.#current = new AbortController();
      const signal = AbortSignal.any([ended, this.#current.signal]);
      this.#heard = false;
      const after = this.#cursor === "" ? "" : `?after=${encodeURIComponent(this.#cursor)}`;
      const status = await readStream(this.#url + after, signal, {
        onLife: () => {
          this.#heard = true;
          this.#handlers.onLife();
        },
        onMessages: (messages) => this.#tell(messages),
      }).catch(() => 0);
      if (ended.aborted) return;
      const refused = status === 401 || status === 403 || status === 404;
      if (refused) this.#handlers.onRefused();
      // A cursor that the server does not take is of no use.
      if (status === 422) this.#lose();
      failures = this.#heard ? 1 : failures + 1;
      await pause(refused ? refusedMs : waitBefore(failures), signal);
    }
  }

  #lose() {
    this.#cursor = "";
    this.#handlers.onNews({ cursor: "", happenings: null });
  }

  #tell(messages: StreamMessage[]) {
    let happenings: Happening[] = [];
    for (const { type, cursor, data } of messages) {
      if (cursor !== null) this.#cursor = cursor;
      if (type === "message") happenings.push(data as Happening);
      if (type !== "reload") continue;
      happenings = [];
      this.#handlers.onNews({ cursor: this.#cursor, happenings: null });
    }
    if (happenings.length > 0) this.#handlers.onNews({ cursor: this.#cursor, happenings });
  }
}
