import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { adminUrl } from "#db/testing.ts";
import { encodeCursor } from "#lib/core/pagination.ts";
import { type Endpoint, endpoints } from "./endpoints.ts";
import type { PathName } from "./paths.ts";
import { call, exampleOf, type Furnished, furnished } from "./testing/call.ts";
import { startApi } from "./testing.ts";

/** Lists that are read page by page while rows come and go. */

const rows = 10_000;
const moving = 1_000;

let api: Awaited<ReturnType<typeof startApi>>;
let admin: postgres.Sql;
let own: Furnished;
let other: Furnished;
beforeAll(async () => {
  api = await startApi();
  admin = postgres(adminUrl(), { max: 2, onnotice: () => {} });
  own = await furnished(api.url, "I11");
  other = await furnished(api.url, "CANARY-I11");
  const checkIn = endpoints.find(({ name }) => name === "checkIn.create");
  if (!checkIn) throw new Error("no check-ins");
  await call(api.url, checkIn, own.workspace.slug, exampleOf(checkIn, own.furniture), { key: own.allKey });
}, 60_000);
afterAll(async () => {
  await api?.close();
  await admin?.end();
});

/** Where the rows of a list lie, and what must differ between two of them, as SQL of `n`. */
type Place = {
  table: string;
  /** The row of which the others are copies. */
  like: (f: Furnished["furniture"]) => Record<string, string>;
  differing: Record<string, string>;
  /** The column that tells one from another. */
  key: string;
  /** What they point to, made before them. */
  first?: Place;
};

/** The id of the nth copy, the same whoever asks for it. */
const idIn = (table: string) =>
  `overlay(overlay(md5('${table}' || n) placing '7' from 13 for 1) placing '8' from 17 for 1)::uuid`;
const earlier = "to_char(timestamptz '2026-01-01Z' - n * interval '7 seconds', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')";

const feedback = (name: string): Place => ({
  table: "feedback",
  like: (f) => ({ id: f.feedbackId }),
  differing: {
    id: idIn(name),
    number: `${name.length} * 10000000 + n`,
    occurred_at: earlier,
    external_id: `'${name}' || n`,
  },
  key: "id",
});

const places: Partial<Record<PathName, Place>> = {
  "company.list": {
    table: "companies",
    like: (f) => ({ id: f.companyId }),
    differing: { id: idIn("companies"), name: "'C ' || n" },
    key: "id",
  },
  "contact.list": {
    table: "contacts",
    like: (f) => ({ id: f.contactId }),
    differing: { id: idIn("contacts"), name: "'P ' || n", email: "'p' || n || '@initech.example'" },
    key: "id",
  },
  "metric.list": {
    table: "metrics",
    like: (f) => ({ id: f.metricId }),
    differing: { id: idIn("metrics"), key: "'m-' || n" },
    key: "id",
  },
  "metric.points": {
    table: "metric_points",
    like: (f) => ({ metric_id: f.metricId }),
    differing: { at: earlier },
    key: "at",
  },
  "objective.list": {
    table: "objectives",
    like: (f) => ({ id: f.objectiveId }),
    differing: { id: idIn("objectives") },
    key: "id",
  },
  "keyResult.list": {
    table: "key_results",
    like: (f) => ({ id: f.keyResultId }),
    differing: { id: idIn("key_results") },
    key: "id",
  },
  "checkIn.list": {
    table: "check_ins",
    like: (f) => ({ key_result_id: f.keyResultId }),
    differing: { id: idIn("check_ins"), at: earlier },
    key: "id",
  },
  "feedback.list": feedback("feedback"),
  "evidence.list": {
    table: "evidence",
    like: (f) => ({ feedback_id: f.linkedFeedbackId, idea_id: f.ideaId }),
    differing: { feedback_id: idIn("linked"), linked_at: earlier },
    key: "feedback_id",
    first: feedback("linked"),
  },
  "idea.list": {
    table: "ideas",
    like: (f) => ({ id: f.ideaId }),
    differing: { id: idIn("ideas"), number: "1000000 + n", title: "'Idea ' || n" },
    key: "id",
  },
  "initiative.list": {
    table: "initiatives",
    like: (f) => ({ id: f.initiativeId }),
    differing: { id: idIn("initiatives"), number: "1000000 + n", position: "'b' || lpad(n::text, 8, '0')" },
    key: "id",
  },
  "import.list": { table: "imports", like: (f) => ({ id: f.importId }), differing: { id: idIn("imports") }, key: "id" },
  "comment.list": {
    table: "comments",
    like: (f) => ({ id: f.commentId }),
    differing: { id: idIn("comments"), created_at: earlier, edited_at: "null" },
    key: "id",
  },
  "event.list": { table: "events", like: (f) => ({ id: f.eventId }), differing: { id: idIn("events") }, key: "id" },
};

/** No list of its own rows: they are those of another, or there are never so many. */
const elsewhere: Partial<Record<PathName, string>> = {
  "apiKey.list": "a workspace has a hundred keys at most",
  "product.list": "a workspace has a hundred products at most",
  "invitation.list": "a workspace has a thousand open ones at most",
  "search.find": "the best hits, without a next page",
  "member.list": "people of the instance, the same keyset",
  "company.asks": "feedback.list's rows seen from a company",
  "contact.asks": "feedback.list's rows seen from a contact",
  "objective.tree": "objective.list's rows with what is below them",
  "request.list": "feedback.list's rows that one member sent",
  "request.similar": "the best hits, without a next page",
  "notification.list": "one member's own, the same keyset",
  "import.rows": "rejected rows never come or go",
  "import.kept": "what undoing an import kept never comes or goes",
};

const lists = endpoints.filter(
  ({ inWorkspace, method, operation: { input, kind } }) =>
    inWorkspace && method === "GET" && kind === "query" && Object.hasOwn(input.shape, "limit"),
);

async function columnsOf(table: string): Promise<string[]> {
  const found = await admin`
    select column_name as name from information_schema.columns
    where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER' order by ordinal_position`;
  return found.map(({ name }) => name as string);
}

/**
 * Runs a statement as its superuser, with the workspace that triggers ask for and an event, as every write has one:
 * by the history the server knows that a list it keeps is out of date.
 */
async function asOwn(statement: string): Promise<void> {
  const columns = (await columnsOf("events")).map((name) => `made."${name}"`).join(", ");
  await admin.begin(async (sql) => {
    await sql`select set_config('app.workspace_id', ${own.workspace.id}, true)`;
    await sql.unsafe(statement);
    await sql.unsafe(`
      insert into events (${columns.replaceAll("made.", "")})
      select ${columns} from events one
      cross join lateral jsonb_populate_record(null::events,
        to_jsonb(one) || jsonb_build_object('id', gen_random_uuid(), 'xid', pg_current_xact_id()::text)) made
      where one.workspace_id = '${own.workspace.id}' and one.id = '${own.furniture.eventId}'`);
  });
}

/** Copies the row so often, each copy differing in what it must. */
async function grow({ table, like, differing, first }: Place, from: number, to: number): Promise<void> {
  if (first) await grow(first, from, to);
  const columns = await columnsOf(table);
  const changed = Object.entries(differing).flatMap(([name, sql]) => [`'${name}'`, sql]);
  const isIt = Object.entries(like(own.furniture)).map(([name, value]) => `${name} = '${value}'`);
  await asOwn(`
    insert into ${table} (${columns.map((name) => `"${name}"`).join(", ")})
    select ${columns.map((name) => `made."${name}"`).join(", ")}
    from (select * from ${table} where ${[`workspace_id = '${own.workspace.id}'`, ...isIt].join(" and ")} limit 1) one
    cross join generate_series(${from}, ${to}) n
    cross join lateral jsonb_populate_record(null::${table}, to_jsonb(one) || jsonb_build_object(${changed.join(", ")})) made`);
}

/** Takes copies away as the product does: marked as deleted where rows are, else gone. */
async function shrink({ table, differing, key }: Place, from: number, to: number): Promise<void> {
  const which = `workspace_id = '${own.workspace.id}' and ${key} in (
    select (${differing[key]})::${key === "at" ? "timestamptz" : "uuid"} from generate_series(${from}, ${to}) n)`;
  const isMarked = (await columnsOf(table)).includes("deleted_at");
  const change = isMarked ? `update ${table} set deleted_at = now()` : `delete from ${table}`;
  await asOwn(`${change} where ${which}`);
}

type Item = { id?: string; at?: string; feedback?: { id: string }; feedbackId?: string };
type Page = { data: Item[]; nextCursor: string | null };
const identityOf = (item: Item) => item.feedback?.id ?? item.feedbackId ?? item.id ?? item.at ?? "";

const cursorName = ({ operation }: Endpoint) => (Object.hasOwn(operation.input.shape, "cursor") ? "cursor" : "after");

async function read(endpoint: Endpoint, input: Record<string, unknown>, who = own) {
  const example = exampleOf(endpoint, who.furniture);
  return call(api.url, endpoint, who.workspace.slug, { ...example, limit: 200, ...input }, { key: who.allKey });
}

/** Every page to the last one; `between` happens after each. */
async function walk(endpoint: Endpoint, input: Record<string, unknown>, between?: (page: number) => Promise<void>) {
  const seen: string[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < 200; page++) {
    const answer = await read(endpoint, { ...input, ...(cursor === null ? {} : { [cursorName(endpoint)]: cursor }) });
    expect(answer.status, answer.text.slice(0, 300)).toBe(200);
    const { data, nextCursor } = answer.body as Page;
    expect(data.length).toBeLessThanOrEqual(200);
    seen.push(...data.map(identityOf));
    if (nextCursor === null) return seen;
    // The history read forwards has a place to go on from after its last entry too.
    if (data.length === 0) return seen;
    cursor = nextCursor;
    await between?.(page);
  }
  throw new Error(`${endpoint.name} does not end`);
}

/** The ways in which a list can be sorted. */
function sortsOf({ operation }: Endpoint): Record<string, unknown>[] {
  const options = (name: string): unknown[] => {
    const schema = operation.input.shape[name] as { unwrap?: () => { options?: unknown[] } } | undefined;
    return schema?.unwrap?.().options ?? [];
  };
  return [{}, ...options("sort").map((sort) => ({ sort })), ...options("order").map((order) => ({ order }))];
}

describe("I11 a list that is read page by page", () => {
  it("I11 is one of those that are tried here, or never holds so many", () => {
    const known = [...Object.keys(places), ...Object.keys(elsewhere)].sort();
    expect(lists.map(({ name }) => name as string).sort()).toEqual(known);
  });

  it.each(lists.filter(({ name }) => places[name]).map((endpoint) => [endpoint.name, endpoint] as const))(
    "I11 %s shows each of 10,000 rows exactly once while 1,000 come and go",
    async (name, endpoint) => {
      const place = places[name];
      if (!place) throw new Error("no place");
      await grow(place, 1, rows);
      await admin.unsafe(`analyze ${place.table}`);
      const before = await walk(endpoint, {});
      expect(new Set(before).size).toBe(before.length);
      expect(before.length).toBeGreaterThanOrEqual(rows);
      const step = moving / 50;
      let gone = 0;
      const seen = await walk(endpoint, {}, async (page) => {
        if (page >= 50) return;
        // Nothing that happened is ever taken away.
        if (place.table !== "events") {
          // From all over: every tenth is one that goes.
          for (let n = 0; n < step; n++) await shrink(place, (page * step + n) * 10 + 10, (page * step + n) * 10 + 10);
          gone += step;
        }
        await grow(place, rows + page * step + 1, rows + (page + 1) * step);
      });
      expect(new Set(seen).size).toBe(seen.length);
      const after = new Set(await walk(endpoint, {}));
      const throughout = before.filter((one) => after.has(one));
      expect(throughout.length).toBe(before.length - gone);
      const shown = new Set(seen);
      expect(throughout.filter((one) => !shown.has(one))).toEqual([]);
      for (const sort of sortsOf(endpoint)) {
        const sorted = await walk(endpoint, sort);
        expect(new Set(sorted).size, JSON.stringify(sort)).toBe(sorted.length);
        expect(sorted.length, JSON.stringify(sort)).toBe(after.size);
      }
    },
    240_000,
  );

  it.each(lists.map((endpoint) => [endpoint.name, endpoint] as const))(
    "I11 %s takes no limit but 1 to 200",
    async (_, endpoint) => {
      for (const limit of [0, -1, 201, 1e9, "all", "1.5", "", "1 ", "0x10", "1e2"]) {
        expect((await read(endpoint, { limit })).status, String(limit)).toBe(422);
      }
      expect((await read(endpoint, { limit: 1 })).status).toBe(200);
    },
    60_000,
  );

  it("I11 takes a cursor of its own only, and shows nobody else's rows for it", async () => {
    const paged = lists.filter(
      ({ operation: { input } }) => Object.hasOwn(input.shape, "cursor") || Object.hasOwn(input.shape, "after"),
    );
    const cursors = new Map<string, string>();
    for (const endpoint of paged) {
      const { nextCursor } = (await read(endpoint, { limit: 1 })).body as Page;
      if (nextCursor !== null) cursors.set(endpoint.name, nextCursor);
    }
    expect(cursors.size).toBeGreaterThan(8);
    const odd = [
      "",
      "null",
      "0",
      "%",
      "a".repeat(501),
      encodeCursor([]),
      encodeCursor(["x"]),
      encodeCursor(["x", "y", "z", 1]),
    ];
    const wrong: string[] = [];
    for (const endpoint of paged) {
      const name = cursorName(endpoint);
      const cursor = cursors.get(endpoint.name);
      const tampered =
        cursor === undefined ? [] : [cursor.slice(0, -3), `${cursor}AAAA`, cursor.slice(2), cursor.toUpperCase()];
      for (const bad of [...odd, ...tampered]) {
        const answer = await read(endpoint, { [name]: bad });
        // A text can be the place in a list of texts; nothing else is taken for one.
        const fits = answer.status === 200 && !answer.text.includes("CANARY");
        if (answer.status !== 422 && !fits) wrong.push(`${endpoint.name} ${bad}: ${answer.status}`);
      }
      for (const [of, foreign] of cursors) {
        if (of === endpoint.name) continue;
        const answer = await read(endpoint, { [name]: foreign });
        // Two lists with the same keys have cursors that fit both; they hold no more than a place in an order.
        if (![200, 422].includes(answer.status) || answer.text.includes("CANARY"))
          wrong.push(`${endpoint.name} of ${of}`);
      }
      // Another workspace's cursor is a place in this one's list.
      const { nextCursor } = (await read(endpoint, { limit: 1 }, other)).body as Page;
      if (nextCursor === null) continue;
      const answer = await read(endpoint, { [name]: nextCursor });
      if (answer.status !== 200 || answer.text.includes("CANARY")) wrong.push(`${endpoint.name} of another workspace`);
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it("I11 goes on behind a row that is gone", async () => {
    const place = places["company.list"];
    const endpoint = lists.find(({ name }) => name === "company.list");
    if (!place || !endpoint) throw new Error("no list of companies");
    await grow(place, 900_001, 900_003);
    const input = { sort: "name", limit: 1 };
    const all = await walk(endpoint, { sort: "name" });
    const first = (await read(endpoint, input)).body as Page;
    const one = first.data[0]?.id ?? "";
    await admin`update companies set deleted_at = now() where workspace_id = ${own.workspace.id} and id = ${one}`;
    const second = (await read(endpoint, { ...input, cursor: first.nextCursor })).body as Page;
    expect(second.data[0]?.id).toBe(all[1]);
  });
});
