import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { database } from "#db/client.ts";
import { within } from "#lib/core/operation.ts";
import type { Message } from "#lib/core/stream.ts";
import { createIdea, updateIdea } from "#lib/ideas/commands.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { listEvents } from "../events/queries.ts";
import { openingCursor } from "./opening.ts";
import { streamEvents } from "./queries.ts";
import type { Told } from "./schema.ts";

type Heard = { all: Message<Told>[]; events: () => Extract<Told, { action: string }>[]; stop: () => void };

async function listening({ actors }: TestWorkspace, after?: string): Promise<Heard> {
  const all: Message<Told>[] = [];
  const stop = await streamEvents(actors.viewer, after === undefined ? {} : { after }, (messages) => {
    all.push(...messages);
  });
  return { all, stop, events: () => all.flatMap(({ data }) => ("action" in data ? [data] : [])) };
}

/** An event waits for every older transaction of the cluster, other tests' too. */
async function until(holds: () => boolean, what: string) {
  for (let tries = 0; tries < 400; tries++) {
    if (holds()) return;
    await sleep(25);
  }
  throw new Error(`never ${what}`);
}

/** The cursors of the workspace's events, once `count` of them are settled. */
async function cursors({ actors }: TestWorkspace, count: number): Promise<string[]> {
  for (let tries = 0; tries < 400; tries++) {
    const { data } = await listEvents(actors.viewer, { limit: 200 });
    if (data.length >= count) return data.map(({ cursor }) => cursor);
    await sleep(25);
  }
  throw new Error(`never ${count} events`);
}

const many = (w: TestWorkspace, count: number) =>
  within(w.actors.editor, "write", async ({ record }) => {
    for (let n = 0; n < count; n++)
      record({ action: "idea.admired", subject: { type: "idea", id: crypto.randomUUID() } });
  });

let w: TestWorkspace;
beforeEach(async () => {
  w = await newTestWorkspace();
});

it("tells what happens from now on, without what anybody wrote", async () => {
  await createIdea(w.actors.editor, { title: "before" });
  await cursors(w, 1);
  const heard = await listening(w);
  expect(heard.all).toMatchObject([{ type: "ready" }]);
  const { id } = await createIdea(w.actors.editor, { title: "SECRET", problem: "SECRET" });
  await updateIdea(w.actors.editor, { id, problem: "SECRET too" });
  await until(() => heard.events().length === 2, "two events");
  expect(heard.events()[0]).toMatchObject({
    action: "idea.created",
    subject: { type: "idea", id },
    feedbackId: null,
    actor: { kind: "member", id: w.actors.editor.id },
    requestId: "test-editor",
  });
  expect(JSON.stringify(heard.all)).not.toContain("SECRET");
  expect(await cursors(w, 3)).toContain(heard.events()[1]?.cursor);
  heard.stop();
  await createIdea(w.actors.editor, { title: "after" });
  await cursors(w, 4);
  await sleep(700);
  expect(heard.events()).toHaveLength(2);
});

it("T1 tells nothing of another workspace, to whoever listens beside it", async () => {
  const other = await newTestWorkspace("CANARY");
  const [mine, theirs] = await Promise.all([listening(w), listening(other)]);
  const { id } = await createIdea(other.actors.editor, { title: "CANARY" });
  await until(() => theirs.events().length === 1, "their event");
  const own = await createIdea(w.actors.editor, { title: "mine" });
  await until(() => mine.events().length === 1, "my event");
  expect(mine.events()[0]?.subject.id).toBe(own.id);
  expect(JSON.stringify(mine.all)).not.toContain(id);
  // A cursor is a place and no permission.
  const [place = ""] = await cursors(other, 1);
  const again = await listening(w, place);
  expect(JSON.stringify(again.all)).not.toContain(id);
  for (const { stop } of [mine, theirs, again]) stop();
});

it("goes on behind a cursor, and says when that is too far back or from another life of the database", async () => {
  await many(w, 300);
  const places = await cursors(w, 200);
  const heard = await listening(w, places[149]);
  await until(() => heard.events().length === 150, "what was missed");
  expect(
    heard
      .events()
      .slice(0, 50)
      .map(({ cursor }) => cursor),
  ).toEqual(places.slice(150));
  heard.stop();
  await many(w, 300);
  const newest = async () => (await listEvents(w.actors.viewer, { order: "desc", limit: 1 })).data[0]?.cursor ?? "";
  await until(() => true, "");
  let late = await listening(w, places[0]);
  for (let tries = 0; late.events().length > 0 && tries < 100; tries++) {
    late.stop();
    await sleep(50);
    late = await listening(w, places[0]);
  }
  expect(late.all.map(({ type }) => type)).toEqual(["ready", "reload"]);
  late.stop();
  const onwards = await listening(w, late.all[1]?.cursor);
  await createIdea(w.actors.editor, { title: "next" });
  await until(() => onwards.events().length === 1, "what came next");
  expect(onwards.events()[0]?.cursor).toBe(await newest());
  onwards.stop();
  const [, id] = JSON.parse(Buffer.from(places[0] ?? "", "base64url").toString());
  const future = Buffer.from(JSON.stringify(["9000000000000000000", id])).toString("base64url");
  const lost = await listening(w, future);
  expect(lost.all.map(({ type }) => type)).toEqual(["ready", "reload"]);
  lost.stop();
  await expect(listening(w, "nonsense")).rejects.toMatchObject({ code: "invalid", fields: [{ pointer: "/after" }] });
});

it("says to read again instead of telling hundreds of things", async () => {
  const heard = await listening(w);
  await many(w, 150);
  await until(() => heard.all.some(({ type }) => type === "reload"), "a reload");
  expect(heard.events()).toEqual([]);
  await many(w, 3);
  await until(() => heard.events().length === 3, "three events");
  heard.stop();
});

it("misses nothing and tells nothing twice while many write, whenever one begins to listen", {
  timeout: 60_000,
}, async () => {
  const first = await listening(w);
  const written: string[] = [];
  const later: Heard[] = [];
  const write = async (writer: number) => {
    for (let n = 0; n < 12; n++) {
      const id = await within(w.actors.editor, "write", async ({ tx, record }) => {
        // The transaction gets its place in the order here, its event its id, and then it dawdles.
        await tx.execute(sql`select pg_current_xact_id()`);
        const made = record({ action: "idea.admired", subject: { type: "idea", id: crypto.randomUUID() } });
        await tx.execute(sql`select pg_sleep(${((writer * 7 + n * 13) % 40) / 1_000}::float8)`);
        return made;
      });
      written.push(id);
      if (n % 4 === 1) later.push(await listening(w, first.events().at(-1)?.cursor ?? first.all[0]?.cursor));
    }
  };
  await Promise.all([0, 1, 2, 3].map(write));
  await until(() => first.events().length >= written.length, "everything");
  const ids = first.events().map(({ id }) => id);
  expect(ids.toSorted()).toEqual(written.toSorted());
  for (const heard of later) {
    const began = heard.all[0]?.cursor ?? "";
    const since = first.events().findIndex(({ cursor }) => cursor === began) + 1;
    await until(() => heard.events().length >= ids.length - since, "the rest");
    expect(heard.events().map(({ id }) => id)).toEqual(ids.slice(since));
    heard.stop();
  }
  first.stop();
});

it("begins for a page a little before the page was made", async () => {
  expect((await listening(w, await openingCursor(w.actors.viewer))).all.map(({ type }) => type)).toEqual(["ready"]);
  await createIdea(w.actors.editor, { title: "while it is made" });
  await cursors(w, 1);
  const heard = await listening(w, await openingCursor(w.actors.viewer));
  expect(heard.events()).toHaveLength(1);
  heard.stop();
});

it("is read by place in the index, under row security", async () => {
  const plan = await database().transact({ workspaceId: w.workspace.id, mode: "read" }, async ({ tx }) => {
    await tx.execute(sql`select set_config('enable_seqscan', 'off', true)`);
    return tx.execute<{ "QUERY PLAN": string }>(sql`
      explain select e.id from events e where e.workspace_id = ${w.workspace.id}::uuid
        and (e.xid, e.id) > ('5'::xid8, ${w.workspace.id}::uuid) and e.xid < '900'::xid8 order by e.xid, e.id limit 101`);
  });
  const text = plan.map((row) => row["QUERY PLAN"]).join("\n");
  expect(text).toMatch(/Index Cond: .*xid, id\) > ROW.*xid < '900'/s);
  expect(text).not.toContain("Sort");
});
