import type { Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { seedWorkspace, writeRow } from "#db/testing/rows.ts";
import { openSessions, type Sessions } from "#db/testing/sessions.ts";
import { freshDatabase } from "#db/testing.ts";

type Hit = { type: string; id: string; rank: number; title: string; body: string };

let sessions: Sessions;
let w = "";
const bound = <T>(work: (sql: Sql) => Promise<T>) => sessions.bound(w, work);
const every = ["feedback", "idea", "objective", "initiative", "company", "contact"];
/** All of these words; one that ends in a star as the beginning of a longer one. */
const find = (words: string, types = every, limit = 20, facets: string | null = null) => {
  const terms = words
    .split(" ")
    .map((text) => (text.endsWith("*") ? { text: "", begins: text.replace("*", ":*") } : { text }));
  const wanted = words === "" ? null : JSON.stringify([terms]);
  return bound(
    (sql) =>
      sql<
        Hit[]
      >`select * from search_documents_of_workspace(${wanted}::text::jsonb, ${facets}::tsquery, ${types}, ${limit})`,
  );
};
const titles = async (q: string) => (await find(q)).map(({ title }) => title);

/** The feedback that `search_newest` finds, asked as its callers ask it. */
const newestOf = (terms: object[][], most: number, facets: string | null = null) => {
  const wanted = JSON.stringify(terms);
  return sessions.owner`
    select d.title from search_documents d where d.ctid = any ((select search_newest(${w}, 'feedback',
      search_query(${wanted}::text::jsonb), ${facets}::text::tsquery, ${most},
      keys => search_query(${wanted}::text::jsonb, true)))::tid[])
    order by d.at desc, d.id desc`;
};
/** The same by reading every document. */
const everyOf = (terms: object[][], facets: string | null = null) => sessions.owner`
  select d.title from search_documents d
  where d.workspace_id = ${w} and d.type = 'feedback' and d.tsv @@ search_query(${JSON.stringify(terms)}::text::jsonb)
    and (${facets}::text is null or d.facets @@ ${facets}::text::tsquery)
  order by d.at desc, d.id desc`;
const asking = (term: object) => (sql: Sql) =>
  sql`select * from search_documents_of_workspace(${JSON.stringify([[term]])}::text::jsonb, null, '{feedback}', 20)`;
/** How many documents are looked at meanwhile. */
const lookedAt = (own: Sessions, ask: (sql: Sql) => Promise<unknown>) =>
  own.bound(w, async (sql) => {
    await ask(sql);
    const [row] = await sql`
      select sum(pg_stat_get_xact_tuples_fetched(oid) + pg_stat_get_xact_tuples_returned(oid))::int as count
      from pg_class where relname in ('search_documents', 'search_documents_newest')`;
    return row?.count as number;
  });

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
    const unbound = sessions.runtime`
      select * from search_documents_of_workspace('[[{"text": "canary"}]]', null, ${every}, 20)`;
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
    expect((await find("walrus", every, 1)).map(({ title }) => title)).toEqual(["Walrus"]);
  });

  test("gives the newest matches of any word, in whichever way they are found", async () => {
    await bound(async (sql) => {
      await sql`delete from evidence`;
      await sql`delete from feedback`;
      // One in 2 has `common`, in 20 `middling`, in 400 `rare`, and the oldest 1,000 `bygone`. A day is 40 of them.
      for (let from = 1; from < 12_000; from += 3_000) {
        await sql`
          insert into feedback (workspace_id, id, number, title, body, occurred_at)
          select ${w}, gen_random_uuid(), n, 'Ticket ' || n,
            concat_ws(' ', case when n % 2 = 0 then 'common' end, case when n % 20 = 0 then 'middling' end,
              case when n % 400 = 0 then 'rare' end, case when n <= 1000 then 'bygone' end),
            timestamptz '2024-01-01' + n * interval '36 minutes'
          from generate_series(${from}::int, ${from + 2_999}::int) n`;
      }
    });
    const numbers = async (q: string, facets: string | null = null) =>
      (await find(q, ["feedback"], 2_000, facets)).map(({ title }) => Number(title.slice(7))).sort((x, y) => x - y);
    const steps = (step: number, from: number, to = 12_000) =>
      Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, n) => from + n * step);
    expect(await numbers("rare")).toEqual(steps(400, 400));
    expect(await numbers("common rare")).toEqual(steps(400, 400));
    // The newest 500, by blocks and by walking back.
    expect(await numbers("common")).toEqual(steps(2, 11_002));
    expect(await numbers("common*")).toEqual(steps(2, 11_002));
    expect(await numbers("middling")).toEqual(steps(20, 2_020));
    expect(await numbers("middl*")).toEqual(steps(20, 2_020));
    expect(await numbers("bygone")).toEqual(steps(1, 501, 1_000));
    expect(await numbers("bygo*")).toEqual(steps(1, 501, 1_000));
    expect(await numbers("common", "'#is:open' & !'#tag:export'")).toEqual(steps(2, 11_002));
    expect(await numbers("common", "'#is:reviewed'")).toEqual([]);
    expect(await numbers("", "'#is:inbox'")).toEqual(steps(1, 10_001));
  });

  test("finds what reading every document finds, by whichever words", async () => {
    await bound(async (sql) => {
      await sql`delete from evidence`;
      await sql`delete from feedback`;
      // Spread over a dozen blocks with gaps between them, and at both ends of time.
      await sql`
        insert into feedback (workspace_id, id, number, title, body, state, occurred_at)
        select ${w}, gen_random_uuid(), n, 'Ticket ' || n,
          concat_ws(' ', (array['red', 'green', 'blue', 'it''s', 'back\\slash', 'new york'])[n * 7 % 6 + 1],
            (array['apple', 'pear', 'plum', 'reds', 'york new', '会社', 'a/b@c.example 3e5b'])[n * 11 % 7 + 1],
            case when n % 13 = 0 then 'walrus' end, case when n < 40 then 'bygone' end),
          case when n % 5 = 0 then 'reviewed' else 'inbox' end,
          case n when 1 then timestamptz '0044-03-15 BC' when 2 then timestamptz '0001-01-01'
            when 3 then timestamptz '12000-01-01'
            else timestamptz '2021-01-01' + n % 3 * interval '400 days' + n * interval '1 hour' end
        from generate_series(1, 3000) n`;
    });
    const not = true;
    const asked: { terms: object[][]; facets?: string }[] = [
      { terms: [[{ text: "walrus" }]] },
      { terms: [[{ text: "bygone" }]] },
      { terms: [[{ text: "red apple" }]] },
      { terms: [[{ text: "new york" }]] },
      { terms: [[{ text: "new york", not }, { text: "york" }]] },
      { terms: [[{ text: "new york", not }]] },
      { terms: [[{ text: "the new york", not }], [{ text: "walrus" }]] },
      { terms: [[{ text: "green", not }]] },
      { terms: [[{ text: "green" }], [{ text: "pear", not }]] },
      { terms: [[{ text: "it's back\\slash" }]] },
      { terms: [[{ text: "a/b@c.example" }]] },
      { terms: [[{ text: "", pairs: "'会社'" }]] },
      // One word to whoever types it, two to the database.
      { terms: [[{ text: "3e5b", begins: "3e5b:*" }]] },
      { terms: [[{ text: "walr", begins: "walr:*" }, { text: "blue" }]] },
      { terms: [[{ text: "re", begins: "re:* | appl" }]], facets: "'#is:reviewed'" },
      { terms: [[{ text: "walrus" }]], facets: "!'#is:reviewed'" },
      { terms: [[{ text: "walrus", not }]], facets: "!'#is:reviewed' & '#is:open'" },
    ];
    for (const { terms, facets = null } of asked) {
      const every = await everyOf(terms, facets);
      const told = JSON.stringify(terms);
      expect(every.length, told).toBeGreaterThan(0);
      expect(await newestOf(terms, 3_000, facets), told).toEqual(every);
      expect(await newestOf(terms, 20, facets), told).toEqual(every.slice(0, 20));
    }
  });

  test("goes on by blocks where walking back did not find enough, within a moment that several share", async () => {
    await bound(async (sql) => {
      await sql`delete from evidence`;
      await sql`delete from feedback`;
      // The newest have the word, then many do not, three at each moment; all that are older do again.
      await sql`
        insert into feedback (workspace_id, id, number, title, body, occurred_at)
        select ${w}, gen_random_uuid(), n, 'Ticket ' || n, case when n < 60 or n > 2000 then 'walrus' else 'other' end,
          timestamptz '2024-06-01' - n / 3 * interval '5 minutes'
        from generate_series(1, 4000) n`;
    });
    const every = await everyOf([[{ text: "walrus" }]]);
    for (const most of [30, 58, 300, 500, 1_500, 3_000])
      expect(await newestOf([[{ text: "walrus" }]], most), String(most)).toEqual(every.slice(0, most));
  });

  test("pages through what matches, each row once, in the order of the list", async () => {
    await bound(async (sql) => {
      await sql`delete from evidence`;
      await sql`delete from feedback`;
      // Three at each moment, so that pages end within one.
      await sql`
        insert into feedback (workspace_id, id, number, title, body, occurred_at)
        select ${w}, gen_random_uuid(), n, 'Ticket ' || n, case when n % 3 > 0 then 'walrus' else '' end,
          timestamptz '2024-01-01' + n / 3 * interval '6 hours'
        from generate_series(1, 3000) n`;
    });
    const inOrder = await bound(
      (sql) => sql`select id, occurred_at as at from feedback where body <> '' order by occurred_at desc, id desc`,
    );
    for (const wanted of [[[{ text: "walrus" }]], [[{ text: "", begins: "walr:*" }]]]) {
      const seen: string[] = [];
      for (let last = { at: "infinity", id: "ffffffff-ffff-ffff-ffff-ffffffffffff" }; ; ) {
        const page = await bound(
          (sql) => sql<{ id: string; at: string }[]>`
          select f.id, f.occurred_at::text as at from feedback f
          where f.workspace_id = ${w} and f.id in (
            select id from search_feedback_page(${JSON.stringify(wanted)}::text::jsonb, null, ${last.at}::text::timestamptz, ${last.id}, 301))
          order by f.occurred_at desc, f.id desc`,
        );
        seen.push(...page.map(({ id }) => id));
        const end = page.at(-1);
        if (!end) break;
        last = end;
      }
      expect(seen).toEqual(inOrder.map(({ id }) => id));
    }
  });

  test("finds all there is where the newest all came at one moment, as an import leaves them", async () => {
    await bound(
      (sql) => sql`
        insert into contacts (workspace_id, id, name, created_at)
        select ${w}, gen_random_uuid(), case when n % 20 = 0 then 'Walrus ' else 'Dana ' end || n,
          case when n <= 300 then timestamptz '2024-01-01' + n * interval '1 hour' else timestamptz '2030-01-01' end
        from generate_series(1, 700) n`,
    );
    for (const q of ["walrus", "walr*"]) expect(await find(q, ["contact"], 100), q).toHaveLength(35);
  });

  test("looks no further when the newest have all come within a minute, as while an import runs", async () => {
    const { url, drop } = await freshDatabase();
    const own = openSessions(url);
    await seedWorkspace(own.owner, w, crypto.randomUUID());
    const add = (from: number, to: number, at: string) =>
      own.bound(w, (sql) =>
        sql.unsafe(`
          insert into feedback (workspace_id, id, number, title, body, occurred_at)
          select '${w}', gen_random_uuid(), n, 'Ticket ' || n, case when n % 20 = 0 then 'middling' else '' end, ${at}
          from generate_series(${from}, ${to}) n`),
      );
    const looked = () => lookedAt(own, asking({ text: "middling", begins: "middling:*" }));
    for (let n = 10; n < 30_000; n += 6_000)
      await add(n, n + 5_999, "timestamptz '2018-01-01' + n * interval '105 minutes'");
    await own.owner`vacuum analyze search_documents`;
    const before = await looked();
    await add(30_010, 30_260, "now() - n * interval '1 millisecond'");
    expect(await looked()).toBeLessThan(3 * before);
    await own.end();
    await drop();
  });

  test("looks at nothing but what it finds, whatever else the workspace holds and however many others there are", async () => {
    const { url, drop } = await freshDatabase();
    const own = openSessions(url);
    const add = (workspaces: number, documents: number) => own.owner`
      insert into search_documents (workspace_id, type, id, title, body, tsv, at)
      select case ${workspaces}::int when 1 then ${w}::uuid else md5('workspace ' || k)::uuid end, 'feedback', gen_random_uuid(), '', '',
        case when n % 2000 = 7 then 'rare' when n % 20 = 0 then 'middling' else 'other' end::tsvector,
        timestamptz '2020-01-01' + n * interval '2 hours'
      from generate_series(1, ${workspaces}::int) k, generate_series(1, ${documents}::int) n`;
    await add(1, 20_000);
    await add(200, 200);
    await own.owner`vacuum analyze search_documents`;
    for (const [word, most] of Object.entries({ rare: 300, middling: 2_000 })) {
      const looked = await lookedAt(own, asking({ text: word }));
      expect(looked, word).toBeGreaterThan(0);
      expect(looked, word).toBeLessThan(most);
    }
    await own.end();
    await drop();
  });

  test("walks wherever much fits, though none of the newest does, as after months in which another source was brought in", async () => {
    const { url, drop } = await freshDatabase();
    const own = openSessions(url);
    const [api, desk] = ["'#source:api'", "'#source:desk'"];
    await own.owner`
      insert into search_documents (workspace_id, type, id, title, body, tsv, facets, at)
      select ${w}, 'feedback', gen_random_uuid(), '', '', 'word'::tsvector,
        case when n > 40000 then ${api}::text else ${desk} end::tsvector,
        timestamptz '2024-01-01' + n * interval '1 minute' + case when n > 40000 then interval '100 days' else interval '0' end
      from generate_series(1, 40200) n`;
    await own.owner`vacuum analyze search_documents`;
    const page = async (sql: Sql) => {
      const rows = await sql`select * from search_feedback_page(null, ${desk}::text::tsquery, 'infinity', ${w}, 100)`;
      expect(rows).toHaveLength(100);
    };
    expect(await lookedAt(own, page)).toBeLessThan(1_000);
    await own.end();
    await drop();
  });

  test("finds the newest in time order, whatever the order they came in", async () => {
    await bound(async (sql) => {
      await sql`delete from evidence`;
      await sql`delete from feedback`;
      await sql`
        insert into feedback (workspace_id, id, number, title, body, occurred_at)
        select ${w}, gen_random_uuid(), n, 'Ticket ' || n, 'walrus', timestamptz '0001-01-02' + (n * 7919 % 1201) * interval '3037 days'
        from generate_series(1, 1201) n`;
    });
    const hits = await find("walrus", ["feedback"], 2_000);
    const newest = await bound((sql) => sql`select number from feedback order by occurred_at desc limit 500`);
    expect(hits.map(({ title }) => title).sort()).toEqual(newest.map(({ number }) => `Ticket ${number}`).sort());
  });
});
