import { type AnyColumn, and, eq, gt, isNull, or, sql } from "drizzle-orm";
import { database, type Tx } from "#db/client.ts";
import { apiKeys, memberships, sessions, users, workspaces } from "#db/schema/identity.ts";
import { log, loggable } from "#lib/core/log.ts";

/** The three questions that every request asks of the global tables, each one query. */

const read = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
  database().transact({ workspaceId: null, mode: "read" }, ({ tx }) => work(tx));

/** "Last used" is for people, so a minute is exact enough; and nobody waits for it. */
function note(write: (tx: Tx) => Promise<unknown>): void {
  database()
    .transact({ workspaceId: null, mode: "write" }, ({ tx }) => write(tx))
    .catch((error: unknown) => log.debug({ error: loggable(error) }, "last use was not noted"));
}

/** Milliseconds until then, by the database's clock: those of the servers differ. */
const leftUntil = (at: AnyColumn) => sql<number | null>`(extract(epoch from ${at} - clock_timestamp()) * 1000)::float8`;

/** When that is, by this process's `performance.now()`, which nobody sets. */
const endOf = (asked: number, left: number | null): number => (left === null ? Number.POSITIVE_INFINITY : asked + left);

const workspaceColumns = {
  id: workspaces.id,
  slug: workspaces.slug,
  name: workspaces.name,
  timeZone: workspaces.timeZone,
  currency: workspaces.currency,
};

/** A session that is neither over nor ended, by the digest of its secret. */
export async function findSession(tokenHash: string) {
  const asked = performance.now();
  const [found] = await read((tx) =>
    tx
      .select({
        id: sessions.id,
        userId: sessions.userId,
        left: leftUntil(sessions.expiresAt),
        seen: sql<boolean>`${sessions.lastSeenAt} > now() - interval '1 minute'`,
      })
      .from(sessions)
      .where(and(eq(sessions.tokenHash, tokenHash), isNull(sessions.revokedAt), gt(sessions.expiresAt, sql`now()`))),
  );
  if (found && !found.seen) {
    note((tx) => tx.update(sessions).set({ lastSeenAt: sql`now()` }).where(eq(sessions.id, found.id)));
  }
  return found ? { ...found, endsAt: endOf(asked, found.left) } : null;
}

/** A living API key of a living workspace, by its id. */
export async function findApiKey(id: string) {
  const asked = performance.now();
  const [found] = await read((tx) =>
    tx
      .select({
        id: apiKeys.id,
        name: apiKeys.name,
        secretHash: apiKeys.secretHash,
        scopes: apiKeys.scopes,
        left: leftUntil(apiKeys.expiresAt),
        used: sql<boolean>`coalesce(${apiKeys.lastUsedAt} > now() - interval '1 minute', false)`,
        workspace: workspaceColumns,
      })
      .from(apiKeys)
      .innerJoin(workspaces, eq(workspaces.id, apiKeys.workspaceId))
      .where(
        and(
          eq(apiKeys.id, id),
          isNull(apiKeys.revokedAt),
          or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`now()`)),
          isNull(workspaces.deletedAt),
        ),
      ),
  );
  return found ? { ...found, endsAt: endOf(asked, found.left) } : null;
}

/** Notes that a key was used; called once its secret has proved right. */
export function noteUse(id: string): void {
  note((tx) => tx.update(apiKeys).set({ lastUsedAt: sql`now()` }).where(eq(apiKeys.id, id)));
}

/** A person's membership in a living workspace, by its slug. */
export async function findMembership(userId: string, slug: string) {
  const [found] = await read((tx) =>
    tx
      .select({ name: users.name, role: memberships.role, workspace: workspaceColumns })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
      .where(
        and(
          eq(memberships.userId, userId),
          isNull(memberships.removedAt),
          eq(workspaces.slug, slug),
          isNull(workspaces.deletedAt),
        ),
      ),
  );
  return found ?? null;
}
