import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { database, useDatabase } from "#db/client.ts";
import { freshDatabase } from "#db/testing.ts";
import { within } from "#lib/core/operation.ts";
import { createIdea, updateIdea } from "#lib/ideas/commands.ts";
import { linkEvidence } from "#lib/ideas/evidence/commands.ts";
import { tablesOf } from "#lib/ideas/testing.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { listEvents } from "./queries.ts";

let w: TestWorkspace;
let tables: ReturnType<typeof tablesOf>;
beforeEach(async () => {
  w = await newTestWorkspace();
  tables = tablesOf(w.workspace.id);
});

type Asked = Parameters<typeof listEvents>[1];
async function everything(given: Asked = {}) {
  const all: Awaited<ReturnType<typeof listEvents>>["data"] = [];
  for (let after = given.after; ; ) {
    const page = await listEvents(w.actors.viewer, { ...given, ...(after ? { after } : {}) });
    all.push(...page.data);
    if (page.nextCursor === null) return all;
    after = page.nextCursor;
  }
}

/** In `asc` an event waits for every older transaction of the cluster, other tests' too. */
async function settledHistory(count: number, given: Asked = {}) {
  for (let tries = 0; tries < 200; tries++) {
    const all = await everything(given);
    if (all.length >= count) return all;
    await sleep(25);
  }
  throw new Error(`never ${count} events`);
}

describe("the history", () => {
  test("tells who did what to what, why, and what it was before", async () => {
    const { editor } = w.actors;
    const { id } = await createIdea(editor, { title: "A", problem: "p" });
    await updateIdea(editor, { id, title: "B", tags: ["x"] });
    const [created, updated] = await settledHistory(2, { subject: `idea:${id}` });
    expect(created).toMatchObject({
      action: "idea.created",
      before: null,
      undoneBy: null,
      undoes: null,
      undoable: false,
    });
    expect(updated).toMatchObject({
      actor: { kind: "member", id: editor.id, name: editor.name },
      action: "idea.updated",
      subject: { type: "idea", id },
      reason: null,
      before: { title: "A", tags: [], version: 1 },
      after: { title: "B", tags: ["x"], version: 2 },
    });
    const [newest] = (await listEvents(editor, { order: "desc", limit: 1 })).data;
    expect(newest).toMatchObject({ id: updated?.id, undoable: true });
  });

  test("of feedback holds what happened to its evidence; the idea's own events are not in it", async () => {
    const { editor } = w.actors;
    const { id: ideaId } = await createIdea(editor, { title: "A" });
    const [id, other] = [await tables.feedback("f"), await tables.feedback("g")];
    await linkEvidence(editor, { id, ideaId });
    await linkEvidence(editor, { id: other, ideaId });
    const [linked, ...more] = await everything({ subject: `feedback:${id}`, order: "desc" });
    expect(more).toEqual([]);
    expect(linked).toMatchObject({ action: "evidence.linked", subject: { type: "idea", id: ideaId } });
    const ofIdea = await everything({ subject: `idea:${ideaId}`, order: "desc", limit: 1 });
    expect(ofIdea.map(({ action }) => action)).toEqual(["evidence.linked", "evidence.linked", "idea.created"]);
  });

  test("is the workspace's own, and refuses a cursor that it did not give", async () => {
    const elsewhere = await newTestWorkspace();
    const { id } = await createIdea(elsewhere.actors.editor, { title: "theirs" });
    const [theirs] = (await listEvents(elsewhere.actors.editor, { order: "desc", limit: 1 })).data;
    expect(await everything({ subject: `idea:${id}`, order: "desc" })).toEqual([]);
    expect(await everything({ order: "asc", after: theirs?.cursor ?? "" })).toEqual([]);
    const forged = Buffer.from(JSON.stringify(["1; drop table events", id])).toString("base64url");
    for (const after of ["nonsense", forged, Buffer.from("[1,2]").toString("base64url")]) {
      await expect(listEvents(w.actors.viewer, { after })).rejects.toMatchObject({
        code: "invalid",
        fields: [{ pointer: "/after" }],
      });
    }
  });

  test("goes both ways, each event once", async () => {
    const { editor } = w.actors;
    for (let n = 0; n < 7; n++) await createIdea(editor, { title: `${n}` });
    const forth = (await settledHistory(7, { limit: 2 })).map(({ id }) => id);
    const back = (await everything({ limit: 3, order: "desc" })).map(({ id }) => id);
    expect(forth).toHaveLength(7);
    expect(back).toEqual(forth.toReversed());
  });
});

test("a reader misses nothing and sees nothing twice while many write, however long they take", {
  timeout: 60_000,
}, async () => {
  const own = await freshDatabase();
  const shared = database();
  useDatabase(own.url, 10);
  try {
    const { workspace, actors } = await newTestWorkspace();
    const written = new Set<string>();
    let writing = true;
    const write = async (writer: number) => {
      for (let n = 0; n < 60; n++) {
        const ids = await within(actors.editor, "write", async ({ tx, record }) => {
          // The transaction gets its place in the order here, its events their ids, and then it dawdles.
          await tx.execute(sql`select pg_current_xact_id()`);
          const made = Array.from({ length: 1 + (n % 3) }, () =>
            record({ action: "idea.admired", subject: { type: "idea", id: crypto.randomUUID() } }),
          );
          await tx.execute(sql`select pg_sleep(${((writer * 7 + n * 13) % 23) / 1_000}::float8)`);
          return made;
        });
        for (const id of ids) written.add(id);
      }
    };
    const seen: string[] = [];
    let after: string | undefined;
    const read = async () => {
      const { data } = await listEvents(actors.viewer, { limit: 7, ...(after ? { after } : {}) });
      seen.push(...data.map(({ id }) => id));
      after = data.at(-1)?.cursor ?? after;
      return data.length;
    };
    const reading = (async () => {
      while (writing) await read();
    })();
    await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
    writing = false;
    await reading;
    // Transactions of other databases of the cluster hold the horizon back too, so the last events may take a moment.
    const patience = Date.now() + 30_000;
    while (seen.length < written.size && Date.now() < patience) if ((await read()) === 0) await sleep(50);
    await read();
    expect(written.size).toBe(8 * 120);
    expect(new Set(seen).size).toBe(seen.length);
    const mine = seen.filter((id) => written.has(id));
    expect(mine).toHaveLength(written.size);
    // By ids alone this reader would have missed some: order of ids and order of reading do differ.
    expect(seen).not.toEqual(seen.toSorted());
    expect(workspace.id).toBe(actors.editor.workspace.id);
  } finally {
    await database().close();
    Object.assign(globalThis, { throughlineDatabase: shared });
    await own.drop();
  }
});
