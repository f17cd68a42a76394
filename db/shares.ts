import { unavailable } from "#lib/core/errors.ts";

type Waiter = { go: () => void; timer: NodeJS.Timeout };
type Share = { inside: number; waiting: Waiter[] };

/**
 * Keeps any one kind of work from taking every connection: where a table is locked or a query has become slow, what needs
 * it waits among its own kind, and everything else goes on.
 */
export class Shares {
  readonly #most: number;
  readonly #mostWaiting: number;
  readonly #shares = new Map<string, Share>();

  /** `most` of a kind are let in at once, and `mostWaiting` may wait. */
  constructor(most: number, mostWaiting: number) {
    this.#most = most;
    this.#mostWaiting = mostWaiting;
  }

  /** Waits until there is room, at most until the instant `until` of `performance.now()`. Gives what to call at the end. */
  async enter(kind: string, until: number): Promise<() => void> {
    const share = this.#shares.get(kind) ?? { inside: 0, waiting: [] };
    this.#shares.set(kind, share);
    if (share.inside < this.#most) share.inside++;
    else await this.#turn(share, until);
    return () => {
      const next = share.waiting.shift();
      if (next) return next.go();
      share.inside--;
      if (share.inside === 0) this.#shares.delete(kind);
    };
  }

  #turn(share: Share, until: number): Promise<void> {
    if (share.waiting.length >= this.#mostWaiting) throw unavailable("The server is busy.");
    return new Promise((resolve, reject) => {
      const late = () => {
        share.waiting.splice(share.waiting.indexOf(waiter), 1);
        reject(unavailable("The server is busy."));
      };
      const waiter: Waiter = {
        go: () => {
          clearTimeout(waiter.timer);
          resolve();
        },
        timer: setTimeout(late, Math.max(0, until - performance.now())),
      };
      share.waiting.push(waiter);
    });
  }
}
