import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "#lib/core/errors.ts";

/** How many passwords may be tried in a quarter of an hour (RELIABILITY.md A1), counted in each process. */
const quarter = 15 * 60;
const perAccount = new RateLimiterMemory({ points: 10, duration: quarter });
const perAddress = new RateLimiterMemory({ points: 50, duration: quarter });

const perMailbox = new RateLimiterMemory({ points: 5, duration: quarter });

async function take(limiter: RateLimiterMemory, key: string, reason: string): Promise<void> {
  await limiter.consume(key).catch((refusal: unknown) => {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    // Never more than the quarter, though somebody may have set this server's clock back meanwhile.
    const retryAfter = Math.min(quarter, Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)));
    throw new AppError("too_many", "Too many attempts. Wait a few minutes and try again.", {
      retryAfter,
      logged: { reason },
    });
  });
}

/** Counts an attempt from an address, before anything is looked up for it. Throws 429. */
export const countAddress = (address: string): Promise<void> => take(perAddress, address, "attempts_of_address");

/**
 * Counts an attempt on an account, before the password is checked. An address from which its owner has signed in before
 * counts by itself, so that strangers cannot lock the owner out. Throws 429.
 */
export const countAccount = (email: string, knownAddress: string | null): Promise<void> =>
  take(perAccount, accountKey(email, knownAddress), "attempts_on_account");

const accountKey = (email: string, knownAddress: string | null) => `${email.toLowerCase()} ${knownAddress ?? ""}`;

/** Counts a mail that anybody can cause to an address, whether it has an account or not. Throws 429. */
export const countMailTo = (email: string): Promise<void> => take(perMailbox, email.toLowerCase(), "mails_to_address");

/** The password was right: the attempts on the account do not count any more, and this one not for its address. */
export async function forgive(email: string, knownAddress: string | null, address?: string): Promise<void> {
  await perAccount.delete(accountKey(email, knownAddress));
  if (address !== undefined) await perAddress.reward(address);
}
