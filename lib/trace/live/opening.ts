import { sql } from "drizzle-orm";
import type { Actor } from "#lib/core/actor.ts";
import { within } from "#lib/core/operation.ts";
import { cursorOf, type Position, settled } from "../events/position.ts";
import { placeAt } from "./read.ts";

const young = 100;

/**
 * Where the stream of a page that is being made should begin. Its parts are read at about the same time, so that is two
 * seconds back, behind the newest event that is older.
 */
export function openingCursor(actor: Actor): Promise<string> {
  return within(actor, "read", async ({ tx }) => {
    const rows = await tx.execute<Position & { old: boolean }>(sql`
      select e.xid::text, e.id, e.at < now() - interval '2 seconds' as old from events e
      where e.workspace_id = ${actor.workspace.id}::uuid and ${settled} order by e.xid desc, e.id desc limit ${young}`);
    // Where that many are younger, one of them will do: there is more to read again than they say.
    const newest = rows.find(({ old }) => old) ?? (rows.length < young ? placeAt("0") : rows.at(-1));
    return cursorOf(newest ?? placeAt("0"));
  });
}
