import { sql } from "drizzle-orm";
import type { z } from "zod";
import { notFound } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import type { Roadmap, roadmapInput } from "../schema.ts";
import { buildBoard } from "./build.ts";
import { readRows } from "./rows.ts";

/**
 * Boards that this process has read, by workspace and product. A board is as good as new while the workspace's history has
 * nothing that its snapshot did not see: every write records an event in its own transaction, so one index look-up tells.
 */
type Kept = { snapshot: string; readAt: number; board: Roadmap };

/** So many boards are kept; the one that was read the longest ago goes first. */
const most = 50;
/** What no workspace's history tells shows after this many milliseconds: the clock, a person's new name. */
const longest = 10_000;

// Next bundles a second copy of this module.
const held = globalThis as { throughlineBoards?: Map<string, Kept> };

type Seen = { snapshot: string; names: Record<string, string>; changed: boolean };

/** The board as the database has it now, whichever process wrote last. */
export async function currentBoard(scope: Scope, { product }: z.output<typeof roadmapInput>): Promise<Roadmap> {
  const { tx, actor, now } = scope;
  const workspaceId = actor.workspace.id;
  held.throughlineBoards ??= new Map();
  const boards = held.throughlineBoards;
  const key = product === undefined ? workspaceId : `${workspaceId}/${product.toLowerCase()}`;
  const kept = boards.get(key);
  // Taken before the rows are read: what is committed in between is read again next time, never missed.
  const [seen] = await tx.execute<Seen>(sql`
    select pg_current_snapshot()::text as snapshot, w.horizon_names as names, coalesce((
      select true from events e
      where e.workspace_id = ${workspaceId} and e.xid >= pg_snapshot_xmin(${kept?.snapshot ?? null}::pg_snapshot)
        and not pg_visible_in_snapshot(e.xid, ${kept?.snapshot ?? null}::pg_snapshot)
      order by e.xid, e.id limit 1), false) as changed
    from workspaces w where w.id = ${workspaceId}`);
  if (!seen) throw notFound();
  if (kept && !seen.changed && now.getTime() - kept.readAt < longest) {
    kept.snapshot = seen.snapshot;
    return kept.board;
  }
  const board = buildBoard(await readRows(scope, product), seen.names, scope);
  boards.delete(key);
  boards.set(key, { snapshot: seen.snapshot, readAt: now.getTime(), board });
  for (const oldest of boards.keys()) {
    if (boards.size <= most) break;
    boards.delete(oldest);
  }
  return board;
}
