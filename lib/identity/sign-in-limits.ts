import { isIPv6 } from "node:net";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "#lib/core/errors.ts";

/** How much may be tried and mailed in a quarter of an hour (RELIABILITY.md A1), counted in each process. */
const quarter = 15 * 60;
const perAccount = new RateLimiterMemory({ points: 10, duration: quarter });
const perAddress = new RateLimiterMemory({ points: 50, duration: quarter });

const perMailbox = new RateLimiterMemory({ points: 5, duration: quarter });
const perInvited = new RateLimiterMemory({ points: 10, duration: quarter });
const perInviter = new RateLimiterMemory({ points: 1_000, duration: quarter });

/**
 * Where an address is, as far as attempts are counted: whoever has one IPv6 address has the 2^64 of its network, so that
 * is one place. An IPv4 address is a place of its own, in IPv6's notation too.
 */
export function placeOf(address: string): string {
  const known = isIPv6(address) ? URL.parse(`http://[${address.split("%")[0]}]`)?.hostname.slice(1, -1) : undefined;
  if (known === undefined || known.startsWith("::ffff:")) return address;
  const [head = [], tail] = known.split("::").map((part) => part.split(":").filter(Boolean));
  const zeros = tail ? Array<string>(8 - head.length - tail.length).fill("0") : [];
  return `${[...head, ...zeros, ...(tail ?? [])].slice(0, 4).join(":")}::/64`;
}

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
export const countAddress = (address: string): Promise<void> =>
  take(perAddress, placeOf(address), "attempts_of_address");

/**
 * Counts an attempt on an account, before the password is checked. An address from which its owner has signed in before
 * counts by itself, so that strangers cannot lock the owner out. Throws 429.
 */
export const countAccount = (email: string, knownAddress: string | null): Promise<void> =>
  take(perAccount, accountKey(email, knownAddress), "attempts_on_account");

const accountKey = (email: string, knownAddress: string | null) => `${email.toLowerCase()} ${knownAddress ?? ""}`;

/** Counts a mail that anybody can cause to an address, whether it has an account or not. Throws 429. */
export const countMailTo = (email: string): Promise<void> => take(perMailbox, email.toLowerCase(), "mails_to_address");

/**
 * Counts a mail by which a workspace invites an address: its words are the workspace's, so it must not become a way to
 * send anything to anybody. Throws 429.
 */
export async function countInvitation(workspaceId: string, email: string): Promise<void> {
  await take(perInvited, email.toLowerCase(), "invitations_to_address");
  await take(perInviter, workspaceId, "invitations_of_workspace");
}

/** Who it was has proved it: this attempt does not count for its address. */
export async function forgiveAddress(address: string): Promise<void> {
  await perAddress.reward(placeOf(address));
}

/** The password was right: the attempts on the account do not count any more, and this one not for its address. */
export async function forgive(email: string, knownAddress: string | null, address?: string): Promise<void> {
  await perAccount.delete(accountKey(email, knownAddress));
  if (address !== undefined) await forgiveAddress(address);
}
