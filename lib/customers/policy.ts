import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Actor } from "#lib/core/actor.ts";
import { forbidden } from "#lib/core/errors.ts";

/**
 * Everybody who talks to customers may add one; changing one takes an editor, or an API key that was given the scope for
 * it (API.md, "Roles and scopes").
 */
export const mayChangeCustomers = ({ kind, permissions }: Actor): boolean =>
  kind === "member" ? permissions.has("feedback:triage") : permissions.has("customers:write");

export function refuseChange(actor: Actor): void {
  if (!mayChangeCustomers(actor)) throw forbidden("Changing a company or a contact takes an editor.");
}

/**
 * Whoever makes customers or changes what they are known by takes turns in a workspace, until the commit: names have no
 * unique index, and two imports at once must not make the same company twice. Taken before any row is locked (`within`).
 */
export async function takeTurn(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`customers ${workspaceId}`}, 0))`);
}

/** The choices that were made: what was left out is no wish for null. */
export const chosen = <T extends object>(choices: T): Partial<T> =>
  Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined)) as Partial<T>;
