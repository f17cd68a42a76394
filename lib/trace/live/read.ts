import { sql } from "drizzle-orm";
import { database, endingWithin } from "#db/client.ts";
import type { Message } from "#lib/core/stream.ts";
import { cursorOf, type Position } from "../events/position.ts";
import type { Told } from "./schema.ts";

/** Something that happened, and its place in the history. */
export type Happened = { at: Position; message: Message<Told> };

export type News = {
  /** Below this transaction nothing can appear any more; what was asked for was read up to it. */
  horizon: string;
  /** The transaction that comes next: no honest place lies beyond it. */
  next: string;
  /** By workspace, each in order. */
  happened: Map<string, Happened[]>;
};

type Row = {
  workspace_id: string;
  xid: string;
  id: string;
  at: string;
  action: string;
  subject_type: string;
  subject_id: string;
  feedback_id: string | null;
  actor_kind: "member" | "key" | "system";
  actor_id: string | null;
  request_id: string | null;
};

const readMs = 4_000;
const nobody = "00000000-0000-0000-0000-000000000000";

/** The place behind which lies what was not settled at the horizon. */
export const placeAt = (horizon: string): Position => ({ xid: horizon, id: nobody });

/** Whether `a` lies at `b` or beyond it. */
export function reaches(a: Position, b: Position): boolean {
  const [x, y] = [BigInt(a.xid), BigInt(b.xid)];
  return x === y ? a.id >= b.id : x > y;
}

function happenedIn(row: Row): Happened {
  const at = { xid: row.xid, id: row.id };
  const cursor = cursorOf(at);
  const data: Told = {
    id: row.id,
    cursor,
    at: row.at,
    action: row.action,
    subject: { type: row.subject_type, id: row.subject_id },
    feedbackId: row.feedback_id,
    actor: { kind: row.actor_kind, id: row.actor_kind === "system" ? null : row.actor_id },
    requestId: row.request_id,
  };
  return { at, message: { cursor, data } };
}

/**
 * What happened in each workspace since its place, `most` for each. Where nothing ended in the whole database since the
 * horizon `known`, nothing is looked for.
 */
export function readNews(places: ReadonlyMap<string, Position>, most: number, known: string | null): Promise<News> {
  return endingWithin(readMs, () =>
    database().transact({ workspaceId: null, mode: "read" }, async ({ tx }) => {
      const [now] = await tx.execute<{ horizon: string; next: string }>(sql`
        select pg_snapshot_xmin(s)::text as horizon, pg_snapshot_xmax(s)::text as next from pg_current_snapshot() s`);
      const { horizon = "0", next = "0" } = now ?? {};
      const happened = new Map<string, Happened[]>();
      if (horizon === known || places.size === 0) return { horizon, next, happened };
      const asked = [...places].map(([workspace_id, { xid, id }]) => ({ workspace_id, xid, id }));
      const rows = await tx.execute<Row>(sql`
        select e.workspace_id, e.xid::text, e.id, e.at, e.action, e.subject_type, e.subject_id, e.feedback_id,
          e.actor_kind, e.actor_id, e.request_id
        from events_since(${JSON.stringify(asked)}::jsonb, ${horizon}::text::xid8, ${most}) e`);
      for (const row of rows) {
        const sofar = happened.get(row.workspace_id) ?? [];
        sofar.push(happenedIn(row));
        happened.set(row.workspace_id, sofar);
      }
      return { horizon, next, happened };
    }),
  );
}
