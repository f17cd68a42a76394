import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "./errors.ts";

type Waiting<Call, Result> = {
  call: Call;
  /** Runs something as the caller would: with the caller's patience and request id. */
  asCaller: <T>(work: () => T) => T;
  resolve: (result: Result) => void;
  reject: (reason: unknown) => void;
};
type Queue<Call, Result> = { waiting: Waiting<Call, Result>[]; running: number };

/** While one round waits for the disk, the next one is being written. */
const roundsAtOnce = 2;
/** Beside another round one gathers for so many milliseconds first: a lone call would cost as much as ten. */
const gatheringMs = 2;
const mostInARound = 100;

/**
 * Calls that share what they cost. One that comes alone goes at once; those that come while others are under way go
 * together in the next round. One call's bad luck is its own: a round that fails is repeated call by call, except while
 * the database is away.
 */
export class Together<Call, Result> {
  readonly #carryOut: (calls: Call[]) => Promise<PromiseSettledResult<Result>[]>;
  readonly #queues = new Map<string, Queue<Call, Result>>();

  /** `carryOut` settles each of the calls, in their order. */
  constructor(carryOut: (calls: Call[]) => Promise<PromiseSettledResult<Result>[]>) {
    this.#carryOut = carryOut;
  }

  join(key: string, call: Call): Promise<Result> {
    const queue = this.#queues.get(key) ?? { waiting: [], running: 0 };
    this.#queues.set(key, queue);
    return new Promise((resolve, reject) => {
      queue.waiting.push({ call, asCaller: AsyncLocalStorage.snapshot(), resolve, reject });
      if (queue.running < roundsAtOnce) void this.#work(key, queue);
    });
  }

  async #work(key: string, queue: Queue<Call, Result>) {
    queue.running++;
    for (;;) {
      if (queue.running > 1) await sleep(gatheringMs);
      const round = queue.waiting.splice(0, mostInARound);
      if (round.length === 0) break;
      const failure = await this.#settle(round);
      // Whoever waits would wait for the same in vain.
      if (failure) for (const { reject } of queue.waiting.splice(0)) reject(failure);
    }
    queue.running--;
    if (queue.running === 0) this.#queues.delete(key);
  }

  /** Settles everybody in the round; gives the failure that would be everybody's. */
  async #settle(round: Waiting<Call, Result>[]): Promise<AppError | null> {
    const [first] = round;
    if (!first) return null;
    try {
      const settled = await first.asCaller(() => this.#carryOut(round.map(({ call }) => call)));
      for (const [n, { resolve, reject }] of round.entries()) {
        const one = settled[n];
        if (one?.status === "fulfilled") resolve(one.value);
        else reject(one?.reason ?? new Error("a call came to no result"));
      }
      return null;
    } catch (error) {
      const isAway = error instanceof AppError && error.code === "unavailable";
      if (isAway || round.length === 1) for (const { reject } of round) reject(error);
      else for (const one of round) await this.#settle([one]);
      return isAway ? error : null;
    }
  }
}
