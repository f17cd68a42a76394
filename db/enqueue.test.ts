import { PgBoss } from "pg-boss";
import PgBossPackage from "pg-boss/package.json" with { type: "json" };
import type { Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { openSessions, refusal, type Sessions } from "#db/testing/sessions.ts";

/** The definer function against pg-boss's own `send`: the same job comes out, whatever the options. */
let sessions: Sessions;
let boss: PgBoss;
const w = crypto.randomUUID();
const dead = `dead-${w}`;
const plain = `plain-${w}`;
const special = `special-${w}`;

beforeAll(async () => {
  sessions = openSessions(inject("databaseUrl"));
  const executeSql = async (text: string, values: unknown[] = []) => ({
    rows: [...(await sessions.owner.unsafe(text, values as never[]))],
  });
  boss = new PgBoss({ db: { executeSql }, supervise: false, schedule: false, migrate: false });
  await boss.start();
  await boss.createQueue(dead);
  await boss.createQueue(plain);
  await boss.createQueue(special, {
    policy: "exclusive",
    deadLetter: dead,
    retryLimit: 7,
    retryDelay: 3,
    retryBackoff: true,
    retryDelayMax: 60,
    expireInSeconds: 120,
    retentionSeconds: 3_600,
    deleteAfterSeconds: 1_800,
    heartbeatSeconds: 10,
  });
});
afterAll(async () => {
  await boss.stop({ graceful: false });
  await sessions.end();
});

const enqueue = (sql: Sql, queue: string, options: object = {}, data: object = { workspaceId: w }) =>
  sql`select enqueue_job(${queue}, ${JSON.stringify(data)}::text::jsonb, ${JSON.stringify(options)}::text::jsonb) as id`.then(
    ([row]): string | null => row?.id,
  );
const enqueued = (queue: string, options: object = {}) => sessions.bound(w, (sql) => enqueue(sql, queue, options));

/** A job without what differs by nature, times as distances from its making. */
async function job(id: string | null) {
  const [row] = await sessions.owner`
    select to_jsonb(j) - array['id', 'created_on', 'start_after', 'keep_until', 'singleton_on']
      || jsonb_build_object(
        'waits', case when start_after < now() + interval '1 day' then round(extract(epoch from start_after - created_on)) end,
        'until', case when start_after >= now() + interval '1 day' then start_after end, 'kept', round(extract(epoch from keep_until - start_after)),
        'slot', extract(epoch from singleton_on)::bigint % 60) as job
    from pgboss.job j where id = ${id}`;
  return row?.job;
}

describe("enqueue_job", () => {
  test("was written against this version of pg-boss", () => {
    expect(PgBossPackage.version).toBe("12.35.0");
  });

  test.each([
    ["nothing", {}],
    ["a priority", { priority: 5 }],
    ["a delay in seconds", { startAfter: 90 }],
    ["a moment", { startAfter: "2099-01-01T00:00:00Z" }],
    ["a singleton key", { singletonKey: "import" }],
    ["a throttle", { singletonKey: "import", singletonSeconds: 60 }],
    ["a group", { group: { id: "g", tier: "t" } }],
    [
      "everything else",
      { retryLimit: 1, retryDelay: 2, retryBackoff: false, expireInSeconds: 30, heartbeatSeconds: 20 },
    ],
    ["lives", { retentionSeconds: 60, deleteAfterSeconds: 60, retryBackoff: true, retryDelayMax: 9, deadLetter: dead }],
  ])("makes the job that pg-boss makes, with %s", async (_, options) => {
    for (const queue of [plain, special]) {
      const theirs = await job(await boss.send(queue, { workspaceId: w }, options));
      await boss.deleteAllJobs(queue);
      const ours = await job(await enqueued(queue, options));
      await boss.deleteAllJobs(queue);
      expect(ours).toBeDefined();
      expect(ours).toEqual(theirs);
    }
  });

  test("gives null when a job with the same key keeps it out", async () => {
    expect(await enqueued(special, { singletonKey: "one" })).not.toBeNull();
    expect(await enqueued(special, { singletonKey: "one" })).toBeNull();
    expect(await enqueued(special, { singletonKey: "two" })).not.toBeNull();
  });

  test("leaves nothing when the transaction does not commit", async () => {
    let id: string | null = null;
    const attempt = sessions.bound(w, async (sql) => {
      id = await enqueue(sql, plain);
      await sql`select 1 / 0`;
    });
    expect(await refusal(attempt)).toBe("22012");
    expect(id).not.toBeNull();
    expect(await job(id)).toBeUndefined();
  });

  test("refuses another workspace's job and a queue that is not there", async () => {
    const foreign = (data: object) => refusal(sessions.bound(w, (sql) => enqueue(sql, plain, {}, data)));
    expect(await foreign({ workspaceId: crypto.randomUUID() })).toBe("42501");
    expect(await foreign({})).toBe("42501");
    expect(await refusal(enqueued("no such queue"))).toBe("42704");
  });
});
