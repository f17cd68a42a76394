import { sql } from "drizzle-orm";
import { notFound } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import { type Facts, readFacts } from "./facts.ts";

/**
 * Boards that this process has read, by workspace. A board is as good as new while the workspace's history has nothing
 * that its snapshot did not see: every write records an event in its own transaction, so one index look-up tells.
 */
type Kept = { snapshot: string; readAt: number; facts: Facts };

/** So many boards are kept; the one that was read the longest ago goes first. */
const most = 50;
/** What no workspace's history tells, such as a person's new name, shows after this many milliseconds. */
const longest = 10_000;

// Next bundles a second copy of this module.
const held = globalThis as { throughlineBoards?: Map<string, Kept> };

type Seen = { snapshot: string; names: Record<string, string>; changed: boolean };

/** The facts of the board as the database has them now, and the workspace's names for its columns. */
export async function currentFacts(scope: Scope): Promise<{ facts: Facts; names: Seen["names"] }> {
  const { tx, actor, now } = scope;
  const workspaceId = actor.workspace.id;
  held.throughlineBoards ??= new Map();
  const boards = held.throughlineBoards;
  const kept = boards.get(workspaceId);
  // Taken before the facts are read: what is committed in between is read again next time, never missed.
  const [seen] = await tx.execute<Seen>(sql`
    select pg_current_snapshot()::text as snapshot, w.horizon_names as names, coalesce((
      select true from events e
      where e.workspace_id = ${workspaceId} and e.xid >= pg_snapshot_xmin(${kept?.snapshot ?? null}::pg_snapshot)
        and not pg_visible_in_snapshot(e.xid, ${kept?.snapshot ?? null}::pg_snapshot)
      order by e.xid, e.id limit 1), false) as changed
    from workspaces w where w.id = ${workspaceId}`);
  if (!seen) throw notFound();
  const { snapshot, names } = seen;
  if (kept && !seen.changed && now.getTime() - kept.readAt < longest) {
    kept.snapshot = snapshot;
    return { facts: kept.facts, names };
  }
  const facts = await readFacts(scope);
  boards.delete(workspaceId);
  boards.set(workspaceId, { snapshot, readAt: now.getTime(), facts });
  for (const oldest of boards.keys()) {
    if (boards.size <= most) break;
    boards.delete(oldest);
  }
  return { facts, names };
}
