import { sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { database, useDatabase } from "#db/client.ts";
import { freshDatabase } from "#db/testing.ts";
import type { Actor } from "#lib/core/actor.ts";
import { within } from "#lib/core/operation.ts";
import { deleteFeedback } from "#lib/feedback/commands.ts";
import { type RunningJobs, startJobs } from "#lib/jobs/queue.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { cancelImport, createImport } from "./commands.ts";
import { runImport } from "./jobs.ts";
import { getImport, listImportRows } from "./queries.ts";
import { sweepImports } from "./sweep.ts";
import { ended, streamed } from "./testing.ts";

/** What happens to imports that others get in the way of: another import, a newer version, a kill, an impatient person. */

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let jobs: RunningJobs;
const start = () => startJobs({ url: fresh.url, jobs: [runImport] });

beforeAll(async () => {
  fresh = await freshDatabase();
  useDatabase(fresh.url, 10);
  jobs = await start();
});
afterAll(async () => {
  await jobs.stop();
  await database().close();
  await fresh.drop();
  useDatabase(inject("databaseUrl"), 6);
});

const record = (n: number, more: Record<string, unknown> = {}) => ({
  source: "desk",
  externalId: `${n}`,
  title: `Ticket ${n}`,
  contact: { email: `p${n % 97}@c${n % 13}.example` },
  company: { name: `Company ${n % 13}`, domain: `c${n % 13}.example` },
  ...more,
});
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);
const editor = async () => (await newTestWorkspace()).actors.editor;
async function send(actor: Actor, records: unknown[]) {
  const body = records.map((each) => `${JSON.stringify(each)}\n`).join("");
  const incoming = { body: streamed(body), contentType: "application/x-ndjson", idempotencyKey: undefined };
  return (await createImport(actor, { format: "throughline" }, incoming)).body.id;
}
const one = async <T extends Record<string, unknown>>(actor: Actor, statement: ReturnType<typeof sql>) =>
  (await within(actor, "read", ({ tx }) => tx.execute<T>(statement)))[0];

it("M7 two imports that overlap by half, in opposite order, come to the union of both", async () => {
  const actor = await editor();
  const ids = await Promise.all([
    send(
      actor,
      range(0, 4_000).map((n) => record(n)),
    ),
    send(
      actor,
      range(2_000, 6_000)
        .reverse()
        .map((n) => record(n)),
    ),
  ]);
  const runs = await Promise.all(ids.map((id) => ended(actor, id, 120_000)));
  for (const run of runs)
    expect(run).toMatchObject({ state: "done", counts: { received: 4_000, rejected: 0, updated: 0 } });
  const [a, b] = runs.map(({ counts }) => counts);
  expect((a?.created ?? 0) + (b?.created ?? 0)).toBe(6_000);
  expect((a?.unchanged ?? 0) + (b?.unchanged ?? 0)).toBe(2_000);
  const own = sql`workspace_id = ${actor.workspace.id}`;
  const found = await one(
    actor,
    sql`select count(*)::int as rows, count(distinct external_id)::int as ids, count(distinct number)::int as numbers,
      (select count(*)::int from companies where ${own}) as companies,
      (select count(distinct (p.email))::int from contacts p where ${own}) as contacts,
      (select count(*)::int from contacts where ${own}) as people
    from feedback where ${own}`,
  );
  expect(found).toMatchObject({ rows: 6_000, ids: 6_000, numbers: 6_000, companies: 13 });
  expect(found?.people).toBe(found?.contacts);
}, 180_000);

it("M8 an older version after a newer one changes nothing, and what was deleted here stays deleted", async () => {
  const actor = await editor();
  const at = (day: number) => `2026-03-0${day}T00:00:00Z`;
  const take = async (records: unknown[]) => (await ended(actor, await send(actor, records))).counts;
  expect(await take([record(1, { title: "Second", updatedAt: at(2) }), record(2)])).toMatchObject({ created: 2 });
  expect(await take([record(1, { title: "First", updatedAt: at(1) })])).toMatchObject({ unchanged: 1, updated: 0 });
  // In one file too, in whatever order.
  const both = [record(1, { title: "Fourth", updatedAt: at(4) }), record(1, { title: "Third", updatedAt: at(3) })];
  expect(await take(both)).toMatchObject({ updated: 1, unchanged: 1 });
  const own = sql`workspace_id = ${actor.workspace.id}`;
  const second = await one<{ id: string }>(actor, sql`select id from feedback where ${own} and external_id = '2'`);
  await deleteFeedback(actor, { id: second?.id ?? "" });
  expect(await take([record(2, { title: "Again", updatedAt: at(5) })])).toMatchObject({ created: 0, updated: 0 });
  const left = await within(actor, "read", ({ tx }) =>
    tx.execute(sql`select title, deleted_at is not null as gone from feedback where ${own} order by external_id`),
  );
  expect(left).toEqual([
    { title: "Fourth", gone: false },
    { title: "Ticket 2", gone: true },
  ]);
});

describe("M9 an import", () => {
  it("M9 whose worker dies again and again goes on at its last batch; its progress never falls and its report stays", async () => {
    const actor = await editor();
    const bad = { source: "desk", externalId: "bad" };
    const id = await send(actor, [bad, ...range(0, 8_000).map((n) => record(n)), bad]);
    const seen: number[] = [];
    const look = async () => {
      const run = await getImport(actor, { id });
      seen.push(run.bytes.done);
      return run;
    };
    for (let kills = 0; kills < 4; kills++) {
      const before = (await look()).counts.received;
      for (const until = Date.now() + 30_000; Date.now() < until; ) {
        const run = await look();
        if (run.counts.received > before || run.finishedAt) break;
      }
      await jobs.stop({ graceMs: 0 });
      jobs = await start();
    }
    const done = await ended(actor, id, 120_000);
    await look();
    expect(done).toMatchObject({ state: "done", counts: { received: 8_002, created: 8_000, rejected: 2 } });
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(done.bytes.done).toBe(done.bytes.total);
    const own = sql`workspace_id = ${actor.workspace.id}`;
    const events = await one(
      actor,
      sql`select count(*)::int as n, count(distinct subject_id)::int as subjects from events
        where ${own} and action = 'feedback.created'`,
    );
    expect(events).toEqual({ n: 8_000, subjects: 8_000 });
    // Two days later it is still there; after 30 it is not.
    const finished = (days: number) =>
      within(actor, "write", ({ tx }) =>
        tx.execute(
          sql`update imports set finished_at = now() - make_interval(days => ${days}) where ${own} and id = ${id}`,
        ),
      );
    await finished(29);
    await sweepImports(actor);
    const rows = async () =>
      (await listImportRows(actor, { id, result: "rejected" })).data.map(({ row, line }) => [row, line]);
    expect(await rows()).toEqual([
      [1, 1],
      [8_002, 8_002],
    ]);
    await finished(31);
    await sweepImports(actor);
    expect(await rows()).toEqual([]);
  }, 180_000);

  it("M9 whose job was lost is gone on with after an hour, and not a second time", async () => {
    const actor = await editor();
    await jobs.stop();
    const id = await send(
      actor,
      range(0, 3).map((n) => record(n)),
    );
    const admin = postgres(fresh.adminUrl, { max: 1 });
    await admin`delete from pgboss.job where name = ${runImport.name}`;
    await admin`update imports set updated_at = now() - interval '59 minutes' where id = ${id}`;
    expect(await sweepImports(actor)).toMatchObject({ resumed: 0 });
    await admin`update imports set updated_at = now() - interval '61 minutes' where id = ${id}`;
    expect(await sweepImports(actor)).toMatchObject({ resumed: 1 });
    expect(await sweepImports(actor)).toMatchObject({ resumed: 0 });
    await admin.end();
    jobs = await start();
    expect(await ended(actor, id, 30_000)).toMatchObject({ state: "done", counts: { received: 3, created: 3 } });
  }, 60_000);

  it("M9 that is cancelled while it runs keeps what its counts say, and no more", async () => {
    const actor = await editor();
    const id = await send(
      actor,
      range(0, 20_000).map((n) => record(n)),
    );
    for (let received = 0; received === 0; ) ({ received } = (await getImport(actor, { id })).counts);
    const { counts, bytes } = await cancelImport(actor, { id });
    expect(counts.received).toBeLessThan(20_000);
    expect(bytes.done).toBeLessThan(bytes.total);
    await jobs.stop();
    jobs = await start();
    expect(await getImport(actor, { id })).toMatchObject({ state: "cancelled", counts });
    const stored = await one(
      actor,
      sql`select count(*)::int as n from feedback where workspace_id = ${actor.workspace.id}`,
    );
    expect(stored?.n).toBe(counts.created);
  }, 60_000);
});
