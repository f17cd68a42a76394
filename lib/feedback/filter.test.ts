import { sql } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import type { Input as ApiInput } from "#lib/api/client.ts";
import type { Actor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/id.ts";
import { within } from "#lib/core/operation.ts";
import { listIdeas } from "#lib/ideas/queries.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { listFeedback } from "./queries.ts";

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
