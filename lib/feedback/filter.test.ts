import { sql } from "drizzle-orm";
import postgres from "postgres";
import { beforeEach, expect, inject, it } from "vitest";
import { database, useDatabase } from "#db/client.ts";
import { freshDatabase } from "#db/testing.ts";
import type { Input as ApiInput } from "#lib/api/client.ts";
import type { Actor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/id.ts";
import { type Scope, within } from "#lib/core/operation.ts";
import { listIdeas } from "#lib/ideas/queries.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { countFeedback, listFeedback } from "./queries.ts";

type Input = Omit<ApiInput<"feedback.list">, "cursor">;

let owner: Actor;
let viewer: Actor;

/** 60 messages; one in two has "walrus", one in three the tag, one in four is reviewed. */
beforeEach(async () => {
  ({ owner, viewer } = (await newTestWorkspace()).actors);
  await within(owner, "write", async ({ tx, record, actor }) => {
    await tx.execute(sql`
      insert into feedback (workspace_id, id, number, title, body, tags, state, source, occurred_at)
      select ${actor.workspace.id}, gen_random_uuid(), n, 'Message ' || n, case when n % 2 = 0 then 'a walrus' else '' end,
        case when n % 3 = 0 then array['export'] else '{}' end, case when n % 4 = 0 then 'reviewed' else 'inbox' end,
        case when n % 5 = 0 then 'desk' else 'api' end, timestamptz '2026-01-01' + n / 2 * interval '1 hour'
      from generate_series(1, 60) n`);
    record({ action: "test.written", subject: { type: "workspace", id: actor.workspace.id } });
  });
});

async function numbers(input: Input, actor = viewer): Promise<number[]> {
  const seen: number[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listFeedback(actor, { limit: 7, ...input, ...(cursor && { cursor }) });
    seen.push(...page.data.map(({ number }) => number));
    cursor = page.nextCursor;
  }
  return seen;
}
const sorted = (list: number[]) => list.toSorted((x, y) => x - y);
const all = Array.from({ length: 60 }, (_, n) => n + 1);

it("shows what fits, page by page, in the order of the list and under its other filters", async () => {
  const walruses = await numbers({ q: "walrus" });
  expect(walruses).toEqual((await numbers({})).filter((n) => n % 2 === 0));
  expect(await numbers({ q: "walr", sort: "occurredAt" })).toEqual(walruses.toReversed());
  const fits = async (input: Input, wanted: (n: number) => boolean) =>
    expect(sorted(await numbers(input))).toEqual(all.filter(wanted));
  await fits({ q: "walrus", state: ["inbox"] }, (n) => n % 2 === 0 && n % 4 !== 0);
  await fits({ q: "walrus", state: ["inbox", "reviewed"], tag: ["export"] }, (n) => n % 6 === 0);
  await fits({ q: "walrus tag:export", source: "desk" }, (n) => n % 30 === 0);
  await fits({ q: "is:reviewed" }, (n) => n % 4 === 0);
  await fits({ q: "-walrus is:inbox", tag: ["export"] }, (n) => n % 2 !== 0 && n % 3 === 0);
  await fits({ tag: ["export"] }, (n) => n % 3 === 0);
  await fits({ tag: ["EXPORT"] }, () => false);
  await fits({ tag: ["export"], source: "desk", sort: "occurredAt" }, (n) => n % 15 === 0);
  await fits({ source: "desk", state: ["reviewed"] }, (n) => n % 20 === 0);
  await fits({ kind: ["bug"] }, () => false);
  await fits({ q: "narwhal" }, () => false);
  await fits({ q: "walrus company:nobody" }, () => false);
  await fits({ q: "the" }, () => false);
  await fits({ q: "walrus", ideaId: newId() }, () => false);
});

it("T14 shows nothing of another workspace", async () => {
  const other = (await newTestWorkspace("Other")).actors.owner;
  for (const q of ["walrus", "is:inbox", "tag:export", "-narwhal"]) expect(await numbers({ q }, other), q).toEqual([]);
});

it("finds ideas in the list of ideas", async () => {
  await within(owner, "write", async ({ tx, record, actor }) => {
    await tx.execute(sql`
      insert into ideas (workspace_id, id, number, title, stage_id)
      select ${actor.workspace.id}, gen_random_uuid(), n, 'Idea ' || n || case when n = 2 then ' for walruses' else '' end, s.id
      from generate_series(1, 3) n, (select id from idea_stages where workspace_id = ${actor.workspace.id} order by position limit 1) s`);
    record({ action: "test.written", subject: { type: "workspace", id: actor.workspace.id } });
  });
  const found = async (q: string) =>
    (await listIdeas(viewer, { q, sort: "companies" })).data.map(({ number }) => number);
  expect(await found("walrus")).toEqual([2]);
  expect(await found("is:open idea")).toHaveLength(3);
  expect(await found("is:shipped")).toEqual([]);
});

it("no state at all lets nothing through, with words and without", async () => {
  expect(await numbers({ state: [] })).toEqual([]);
  expect(await numbers({ state: [], q: "walrus" })).toEqual([]);
});

it("a state that no feedback has yet is not looked for in all the rest", async () => {
  const fresh = await freshDatabase();
  useDatabase(fresh.url, 2);
  const { viewer, owner } = (await newTestWorkspace()).actors;
  await within(owner, "write", async ({ tx, record, actor }) => {
    await tx.execute(sql`
      insert into feedback (workspace_id, id, number, title, occurred_at)
      select ${actor.workspace.id}, gen_random_uuid(), n, 'Message ' || n, timestamptz '2026-01-01' + n * interval '1 hour'
      from generate_series(1, 5000) n`);
    record({ action: "test.written", subject: { type: "workspace", id: actor.workspace.id } });
  });
  const admin = postgres(fresh.adminUrl, { max: 1, onnotice: () => {} });
  await admin`vacuum analyze feedback`;
  await admin.end();
  const counted = async ({ tx }: Scope) => {
    const [row] = await tx.execute<{ count: number }>(sql`
      select sum(pg_stat_get_xact_tuples_fetched(c.oid) + pg_stat_get_xact_tuples_returned(c.oid))::int as count
      from pg_class c where c.oid = 'feedback'::regclass or c.oid in (
        select indexrelid from pg_index where indrelid = 'feedback'::regclass)`);
    return row?.count ?? Number.NaN;
  };
  /** How many rows and entries of indexes are read. */
  const read = (work: (scope: Scope) => Promise<unknown>) =>
    within(viewer, "read", async (scope) => {
      const before = await counted(scope);
      await work(scope);
      return (await counted(scope)) - before;
    });
  // More often than a statement has plans of its own.
  for (let n = 0; n < 8; n++) {
    expect(await read((scope) => listFeedback(scope, { state: ["reviewed"], limit: 20 }))).toBeLessThan(200);
    expect(await read((scope) => listFeedback(scope, { state: ["inbox", "set_aside"], limit: 20 }))).toBeLessThan(200);
    expect(await read((scope) => countFeedback(scope, {}))).toBeLessThan(2_500);
  }
  await database().close();
  await fresh.drop();
  useDatabase(inject("databaseUrl"), 6);
});
