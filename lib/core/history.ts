import { type SQL, sql } from "drizzle-orm";

/**
 * Whether the workspace's history holds anything that a snapshot (`pg_current_snapshot()::text`) did not see; false without
 * one. Every write records an event in its own transaction, so one index look-up tells whether what was read is as good
 * as new. Ask it in the statement that takes the next snapshot, before reading: then nothing is missed in between.
 */
export const changedSince = (workspaceId: string, snapshot: string | null): SQL => sql`coalesce((
  select true from events e
  where e.workspace_id = ${workspaceId} and e.xid >= pg_snapshot_xmin(${snapshot}::pg_snapshot)
    and not pg_visible_in_snapshot(e.xid, ${snapshot}::pg_snapshot)
  order by e.xid, e.id limit 1), false)`;
