import type { ServerResponse } from "node:http";
import { sql } from "drizzle-orm";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { database } from "#db/client.ts";
import type { Visitor } from "#lib/core/actor.ts";
import { AppError } from "#lib/core/errors.ts";
import { placeOf } from "#lib/identity/sign-in-limits.ts";

const windowSeconds = 60;
/** A process takes so much of a minute's budget at once: one small query for every hundredth of the limit, at most. */
const share = 0.01;
/** Budgets of minutes that are over are swept out of memory when there are more. */
const mostBudgets = 5_000;

/** What a process may still let through for one key or session, until `until` of `performance.now()`. */
type Budget = { left: number; elsewhere: number; until: number; asking: Promise<void> | null };

const tooMany = (milliseconds: number) =>
  new AppError("too_many", "Too many requests; wait and try again.", {
    retryAfter: Math.max(1, Math.ceil(milliseconds / 1000)),
    logged: { reason: "request_limit" },
  });

/**
 * Requests a minute per key or session, whichever process they reach; without either, per address and process, so that
 * strangers cost the database nothing. The minute begins with the first request, by the database's clock.
 */
export class RequestLimit {
  readonly #perMinute: number;
  readonly #strangers: RateLimiterMemory;
  readonly #budgets = new Map<string, Budget>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
    this.#strangers = new RateLimiterMemory({ points: perMinute, duration: windowSeconds });
  }

  /** Counts one request and puts the RateLimit headers on its answer, or throws 429 with the seconds to wait. */
  async take(visitor: Pick<Visitor, "keyId" | "sessionId" | "address">, outgoing: ServerResponse): Promise<void> {
    const who = visitor.keyId ?? visitor.sessionId;
    const { remaining, milliseconds, taken } = await (who === null ? this.#alone(visitor.address) : this.#shared(who));
    outgoing.setHeader("ratelimit-policy", `"requests";q=${this.#perMinute};w=${windowSeconds}`);
    outgoing.setHeader("ratelimit", `"requests";r=${remaining};t=${Math.max(1, Math.ceil(milliseconds / 1000))}`);
    if (!taken) throw tooMany(milliseconds);
  }

  async #alone(address: string) {
    const place = placeOf(address);
    const answer = await this.#strangers.consume(place).catch((refusal: unknown) => {
      if (refusal instanceof RateLimiterRes) return null;
      throw refusal;
    });
    const state = answer ?? (await this.#strangers.get(place));
    // Never more than a whole minute, though somebody may have set this server's clock back meanwhile.
    const milliseconds = Math.min(state?.msBeforeNext ?? Number.POSITIVE_INFINITY, windowSeconds * 1_000);
    return { remaining: Math.max(0, state?.remainingPoints ?? 0), milliseconds, taken: answer !== null };
  }

  async #shared(who: string) {
    for (;;) {
      const budget = this.#budgetOf(who);
      const milliseconds = budget.until - performance.now();
      if (budget.left > 0) {
        budget.left--;
        return { remaining: budget.left + budget.elsewhere, milliseconds, taken: true };
      }
      if (budget.elsewhere === 0) return { remaining: 0, milliseconds, taken: false };
      budget.asking ??= this.#ask(who, budget).finally(() => {
        budget.asking = null;
      });
      await budget.asking;
    }
  }

  #budgetOf(who: string): Budget {
    const now = performance.now();
    const known = this.#budgets.get(who);
    if (known && now < known.until) return known;
    if (this.#budgets.size > mostBudgets) {
      for (const [of, { until }] of this.#budgets) if (until <= now) this.#budgets.delete(of);
    }
    const budget = { left: 0, elsewhere: this.#perMinute, until: now + windowSeconds * 1_000, asking: null };
    this.#budgets.set(who, budget);
    return budget;
  }

  /** Takes a share of what is left for everybody in this minute. While the database is away nothing is let through. */
  async #ask(who: string, budget: Budget): Promise<void> {
    const most = this.#perMinute;
    const wanted = Math.ceil(most * share);
    const [row] = await database().transact({ workspaceId: null, mode: "write" }, async ({ tx }) => {
      if (Math.random() < share)
        await tx.execute(sql`delete from request_budgets where until < now() - interval '1 hour'`);
      return tx.execute<{ taken: number; given: number; milliseconds: number }>(sql`
        insert into request_budgets as b (who, taken, given, until)
        values (${who}, ${wanted}, ${wanted}, now() + make_interval(secs => ${windowSeconds}))
        on conflict (who) do update set
          taken = least(case when b.until > now() then b.taken else 0 end + ${wanted}, ${most}),
          given = least(${wanted}, greatest(0, ${most} - case when b.until > now() then b.taken else 0 end)),
          until = case when b.until > now() then b.until else excluded.until end
        returning taken, given, (extract(epoch from until - now()) * 1000)::float8 as milliseconds`);
    });
    if (!row) throw new Error("no budget was given");
    budget.left += row.given;
    budget.elsewhere = Math.max(0, most - row.taken);
    budget.until = performance.now() + row.milliseconds;
  }
}
