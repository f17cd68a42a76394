import type { Db } from "pg-boss";

export type Figures = {
  /** Jobs that wait, by queue. */
  waiting: Record<string, number>;
  /** Jobs under way, in all processes. */
  active: number;
  /** How long the job that has waited longest has been ready, in seconds. */
  oldestSeconds: number;
  /** Jobs that were given up and are kept to be looked at. */
  dead: number;
  /** What this process has done since it started. */
  outcomes: { completed: number; failed: number; deadletter: number };
};

type Row = { name: string; waiting: number; active: number; oldest: number | null };

/** Counts the queues as they are now. */
export async function readFigures(db: Db, deadLetters: string, outcomes: Figures["outcomes"]): Promise<Figures> {
  const { rows } = (await db.executeSql(`
    select name, count(*) filter (where state < 'active')::int as waiting, count(*) filter (where state = 'active')::int as active,
      extract(epoch from now() - min(start_after) filter (where state < 'active' and start_after <= now()))::float8 as oldest
    from pgboss.job where state <= 'active' group by name`)) as { rows: Row[] };
  const live = rows.filter((row) => row.name !== deadLetters && !row.name.startsWith("__pgboss"));
  return {
    waiting: Object.fromEntries(live.map((row) => [row.name, row.waiting])),
    active: live.reduce((sum, row) => sum + row.active, 0),
    oldestSeconds: Math.max(0, ...live.map((row) => row.oldest ?? 0)),
    dead: rows.find((row) => row.name === deadLetters)?.waiting ?? 0,
    outcomes: { ...outcomes },
  };
}
