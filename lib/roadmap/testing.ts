import { sql } from "drizzle-orm";
import { database } from "#db/client.ts";
import type { Actor } from "#lib/core/actor.ts";
import { createMetric, recordPoints } from "#lib/metrics/commands.ts";
import { createInitiative } from "./initiatives/commands.ts";
import type { Horizon } from "./rules.ts";

const dayMs = 86_400_000;

/** An instant some days ago, and its day in UTC; in days to come when `days` is negative. */
export const ago = (days: number) => new Date(Date.now() - days * dayMs).toISOString();
export const dayAgo = (days: number) => ago(days).slice(0, 10);

type Event = {
  id: string;
  action: string;
  reason: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

/** Ways to fill a roadmap and to look at what happened on it. For tests only. */
export function roadmapOf(editor: Actor) {
  const workspaceId = editor.workspace.id;
  return {
    card: async (title: string, horizon: Horizon = "later") => (await createInitiative(editor, { title, horizon })).id,
    /** A metric with one point a day, the last value now. */
    async metric(key: string, values: number[] = [], cadenceDays: number | null = null) {
      const { id } = await createMetric(editor, { key, name: `Metric ${key}`, cadenceDays });
      const points = values.map((value, i) => ({ at: ago(values.length - 1 - i), value }));
      if (points.length > 0) await recordPoints(editor, { key, points });
      return id;
    },
    /** A record's events, the oldest first. */
    events: (id: string) =>
      database().transact({ workspaceId, mode: "read" }, async ({ tx }) =>
        (
          await tx.execute<Event>(sql`
            select id, action, reason, before, after from events
            where workspace_id = ${workspaceId} and subject_id = ${id} order by xid, id`)
        ).slice(),
      ),
    /** The titles in a column by the database's own order, and the longest key. */
    column: (horizon: Horizon) =>
      database().transact({ workspaceId, mode: "read" }, async ({ tx }) => {
        const rows = await tx.execute<{ title: string; position: string }>(sql`
          select title, position from initiatives
          where workspace_id = ${workspaceId} and horizon = ${horizon} and state = 'open' and deleted_at is null
          order by position`);
        return { titles: rows.map(({ title }) => title), positions: rows.map(({ position }) => position) };
      }),
  };
}
