import { createHmac } from "node:crypto";
import { eq } from "drizzle-orm";
import { database, type Tx } from "#db/client.ts";
import { instanceState } from "#db/schema/identity.ts";
import { authSecret } from "#lib/core/environment.ts";
import { digestOf, sameDigest } from "./secrets.ts";

/** Made from the secret, so every process of an instance, and each after a restart, prints the same link. */
const setupToken = () => createHmac("sha256", authSecret()).update("throughline setup").digest("base64url");

/** The one row, locked with `forUpdate`. Without the row nobody can claim. */
async function stateIn(tx: Tx, forUpdate = false) {
  const rows = tx.select().from(instanceState);
  const [state] = await (forUpdate ? rows.for("update") : rows);
  return state ?? null;
}

/**
 * What follows the address in the link that claims this instance, or null when it is claimed. The token stands behind `#`,
 * which no browser sends and so no proxy logs. A database that cannot be reached throws; it never makes an instance claimable.
 */
export function setupPath(): Promise<string | null> {
  const token = setupToken();
  const hash = digestOf(token);
  return database().transact({ workspaceId: null, mode: "write" }, async ({ tx }) => {
    const state = await stateIn(tx);
    if (state === null || state.claimedAt !== null) return null;
    if (state.setupTokenHash !== hash) await tx.update(instanceState).set({ setupTokenHash: hash });
    return `/claim#${token}`;
  });
}

/** Whether somebody has claimed this instance. */
export const isClaimed = (): Promise<boolean> =>
  database().transact({ workspaceId: null, mode: "read" }, async ({ tx }) => (await stateIn(tx))?.claimedAt !== null);

/** Who claimed this instance, or null where nobody has. */
export const claimedBy = async (tx: Tx): Promise<string | null> => (await stateIn(tx))?.claimedBy ?? null;

/** Whether this token may claim the instance now; with `forUpdate` nobody else may until the transaction ends. */
export async function mayClaim(tx: Tx, token: string, forUpdate = false): Promise<boolean> {
  const state = await stateIn(tx, forUpdate);
  if (state === null || state.claimedAt !== null || state.setupTokenHash === null) return false;
  return sameDigest(state.setupTokenHash, digestOf(token));
}

/** Closes the door for good. */
export const markClaimed = (tx: Tx, userId: string, now: Date) =>
  tx
    .update(instanceState)
    .set({ claimedAt: now, claimedBy: userId, setupTokenHash: null })
    .where(eq(instanceState.singleton, true));
