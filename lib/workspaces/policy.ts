import { database, type Tx } from "#db/client.ts";
import { opensSignUp } from "#lib/core/environment.ts";
import { claimedBy } from "#lib/identity/claim.ts";

/**
 * Whether an account may make a workspace: with `SIGNUP=open` any may, as a stranger can have one by signing up. Otherwise
 * only who claimed the instance, since everybody else was invited into somebody's workspace and no further.
 */
export const mayMakeWorkspace = async (tx: Tx, userId: string): Promise<boolean> =>
  opensSignUp() || (await claimedBy(tx)) === userId;

/** The same for a page, which shows the form only where it works. */
export const offersWorkspace = async (userId: string): Promise<boolean> =>
  opensSignUp() || database().transact({ workspaceId: null, mode: "read" }, ({ tx }) => mayMakeWorkspace(tx, userId));
