import type { Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { seedWorkspace, writeRow } from "#db/testing/rows.ts";
import { openSessions, type Sessions } from "#db/testing/sessions.ts";

type Hit = { type: string; id: string; rank: number; title: string; excerpt: string };

let sessions: Sessions;
let w = "";
const bound = <T>(work: (sql: Sql) => Promise<T>) => sessions.bound(w, work);
const find = (q: string, types: string[] | null = null, limit = 20, skip = 0) =>
  bound((sql) => sql<Hit[]>`select * from search_documents_of_workspace(${q}, ${types}, ${limit}, ${skip})`);
const titles = async (q: string) => (await find(q)).map(({ title }) => title);

beforeAll(() => {
  sessions = openSessions(inject("databaseUrl"));
});
afterAll(() => sessions.end());
beforeEach(async () => {
  w = crypto.randomUUID();
  await seedWorkspace(sessions.owner, w, crypto.randomUUID());
});

describe("search text", () => {
  test("covers every kind of record, and finds each by its own words", async () => {
    await bound(async (sql) => {
      await sql`update ideas set problem = 'zebra'`;
      await sql`update objectives set description = 'zebra'`;
      await sql`update initiatives set target_outcome = 'zebra'`;
      await sql`update companies set name = 'Zebra'`;
      await sql`update contacts set persona = 'zebra'`;
      await sql`update feedback set body = 'zebra'`;
    });
    const types = (await find("zebra")).map(({ type }) => type);
    expect(types.sort()).toEqual(["company", "contact", "feedback", "idea", "initiative", "objective"]);
    expect((await find("zebra", ["idea", "contact"])).map(({ type }) => type).sort()).toEqual(["contact", "idea"]);
  });

  test("follows a record through change, deletion, restoring and removal", async () => {
    const found = async () => (await find("quarter", ["feedback"])).length;
    expect(await found()).toBe(1);
    await bound((sql) => sql`update feedback set body = 'every month'`);
    expect(await found()).toBe(0);
    await bound((sql) => sql`update feedback set body = 'every quarter', deleted_at = now()`);
    expect(await found()).toBe(0);
    await bound((sql) => sql`update feedback set deleted_at = null`);
    expect(await found()).toBe(1);
    await bound(async (sql) => {
      await sql`delete from evidence`;
      await sql`delete from feedback`;
    });
    expect(await found()).toBe(0);
  });

  test("finds a company by its domains, whichever comes first", async () => {
    await bound((sql) => sql`update company_domains set domain = 'acme-labs.example'`);
    expect(await titles("acme-labs.example")).toEqual(["Initech 1"]);
    await bound((sql) => sql`update companies set name = 'Umbrella'`);
    expect(await titles("acme-labs.example")).toEqual(["Umbrella"]);
    await bound((sql) => sql`delete from company_domains`);
    expect(await titles("acme-labs.example")).toEqual([]);
  });

  test("is a workspace's own", async () => {
    const other = crypto.randomUUID();
    await seedWorkspace(sessions.owner, other, crypto.randomUUID());
    await sessions.bound(other, (sql) => sql`update ideas set title = 'CANARY'`);
    expect(await find("canary")).toEqual([]);
    const unbound = sessions.runtime`select * from search_documents_of_workspace('canary')`;
    expect(await unbound).toHaveLength(0);
  });

  test("of a very long text is its beginning, and nothing is too long or too odd to be stored", async () => {
    const body = `${"x".repeat(3_000)} début ${"word ".repeat(60_000)} omega \u{1F600} ${"ß".repeat(100_000)}`;
    await bound((sql) => sql`update feedback set body = ${body}`);
    expect(await find("début", ["feedback"])).toHaveLength(1);
    expect(await find("omega", ["feedback"])).toHaveLength(0);
  });
});

describe("a search", () => {
  test.each([
    ["audit log", true],
    ["AUDITS", true],
    ["expo", true],
    ['"audit log"', true],
    ['"log audit"', false],
    ["audit -csv", false],
    ["unicorn or csv", true],
    ["unicorn csv", false],
    ["", false],
    ["   ", false],
    ["the", false],
    ["!&|():*<->\\'\" %", false],
    ["csv'; drop table users; --", false],
    ["csv:*", true],
    ['audit "log', true],
  ])("%s", async (q, found) => {
    expect((await find(q, ["feedback"])).length > 0).toBe(found);
  });

  test("puts a word in the title before one in the body, and the newer before the older", async () => {
    await bound(async (sql) => {
      await sql`delete from evidence`;
      await sql`delete from feedback`;
      const add = (n: number, title: string, body: string, day: string) =>
        writeRow(sql, w, "feedback", { n, changes: { title, body, occurred_at: `2026-01-${day}` } });
      await add(2, "Newer body", "about walrus", "05");
      await add(3, "Older body", "about walrus", "02");
      await add(4, "Walrus", "about nothing", "01");
    });
    expect(await titles("walrus")).toEqual(["Walrus", "Newer body", "Older body"]);
    expect((await find("walrus", null, 1, 1)).map(({ title }) => title)).toEqual(["Newer body"]);
  });

  test("marks the words it found, and only these", async () => {
    await bound((sql) => sql`update feedback set body = ${"say \u0002no\u0003 <b>to</b> walruses"}`);
    const [hit] = await find("walrus", ["feedback"]);
    expect(hit?.excerpt).toBe("say no  to  \u0002walruses\u0003");
  });

  test("gives the same matches by either way to them", async () => {
    await bound(async (sql) => {
      await sql`delete from evidence`;
      await sql`delete from feedback`;
      await sql`
        insert into feedback (workspace_id, id, number, title, body, occurred_at)
        select ${w}, gen_random_uuid(), n, 'Ticket ' || n,
          concat_ws(' ', case when n % 2 = 0 then 'common' end, case when n % 400 = 0 then 'rare' end),
          timestamptz '2026-01-01' + n * interval '1 minute'
        from generate_series(1, 4400) n`;
    });
    expect(await find("rare", ["feedback"], 50)).toHaveLength(11);
    expect(await find("common rare", ["feedback"], 50)).toHaveLength(11);
    // 2,200 match; the 200 oldest of them are left out.
    const common = await find("common", ["feedback"], 200, 1_900);
    expect(common).toHaveLength(100);
    expect(common.map(({ title }) => Number(title.slice(7))).sort((x, y) => x - y)[0]).toBeGreaterThan(400);
  });
});
