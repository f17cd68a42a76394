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

/** Something new that is in the history. */
export type Created = { type: string; id: string };

/**
 * What a snapshot did not see of the workspace's history, as `[action, type, id]` in JSON and at most `most`; null without
 * a snapshot.
 */
export const newsSince = (workspaceId: string, snapshot: string | null, most: number): SQL => sql`(
  select jsonb_agg(jsonb_build_array(e.action, e.subject_type, e.subject_id)) from (
    select action, subject_type, subject_id from events
    where workspace_id = ${workspaceId} and xid >= pg_snapshot_xmin(${snapshot}::pg_snapshot)
      and not pg_visible_in_snapshot(xid, ${snapshot}::pg_snapshot)
    order by xid, id limit ${most}
  ) e)`;
