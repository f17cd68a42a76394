import { sql } from "drizzle-orm";
import type { z } from "zod";
import { notFound } from "#lib/core/errors.ts";
import { changedSince } from "#lib/core/history.ts";
import type { Scope } from "#lib/core/operation.ts";
import type { Roadmap, roadmapInput } from "../schema.ts";
import { buildBoard } from "./build.ts";
import { readRows } from "./rows.ts";

/**
 * Boards that this process has read, by workspace and product. One is as good as new while the history has nothing that its
 * snapshot did not see.
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
    select pg_current_snapshot()::text as snapshot, w.horizon_names as names,
      ${changedSince(workspaceId, kept?.snapshot ?? null)} as changed
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
