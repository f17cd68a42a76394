import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { Visitor } from "#lib/core/actor.ts";
import { AppError } from "#lib/core/errors.ts";

/** Requests a minute per key or session; without either, per address. Counted in each process. */
export class RequestLimit {
  readonly #limiter: RateLimiterMemory;
  readonly #points: number;

  constructor(perMinute: number) {
    this.#points = perMinute;
    this.#limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  }

  /** Counts one request; gives the RateLimit headers, or throws 429 with the seconds to wait. */
  async take(visitor: Pick<Visitor, "kind" | "keyId" | "sessionId" | "address">): Promise<Record<string, string>> {
    const who = visitor.keyId ?? visitor.sessionId ?? visitor.address;
    const state = await this.#limiter.consume(`${visitor.kind}:${who}`).catch((refusal: unknown) => {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new AppError("too_many", "Too many requests; wait and try again.", {
        retryAfter: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)),
        logged: { reason: "request_limit" },
      });
    });
    return this.headers(state.remainingPoints, state.msBeforeNext);
  }

  headers(remaining: number, msBeforeNext: number): Record<string, string> {
    return {
      "ratelimit-policy": `"requests";q=${this.#points};w=60`,
      ratelimit: `"requests";r=${remaining};t=${Math.ceil(msBeforeNext / 1000)}`,
    };
  }
}
