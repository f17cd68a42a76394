import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "#db/client.ts";
import { createIdea } from "#lib/ideas/commands.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { newId } from "./id.ts";
import { type Scope, within } from "./operation.ts";

const { actors, workspace } = await newTestWorkspace();
const ideas = () =>
  database().transact({ workspaceId: workspace.id, mode: "read" }, async ({ tx }) => {
    const rows = await tx.execute<{ title: string }>(sql`select title from ideas where workspace_id = ${workspace.id}`);
    return rows.map(({ title }) => title);
  });

test("what is noted for after the commit is done when everybody can see what was written", async () => {
  let seen: string[] = [];
  await within(actors.editor, "write", async (scope) => {
    scope.afterCommit(async () => {
      seen = await ideas();
    });
    await createIdea(scope, { title: "Seen" });
    expect(await ideas()).toEqual([]);
  });
  expect(seen).toEqual(["Seen"]);
});

test("it is not done for what was taken back", async () => {
  let done = 0;
  const failing = within(actors.editor, "write", async (scope) => {
    scope.afterCommit(() => done++);
    throw new Error("taken back");
  });
  await expect(failing).rejects.toThrow("taken back");
  expect(done).toBe(0);
});

test("what is committed is done, whatever becomes of what follows", async () => {
  let done = 0;
  const id = await within(actors.editor, "write", async (scope) => {
    scope.afterCommit(() => {
      throw new Error("not for whoever asked");
    });
    scope.afterCommit(() => done++);
    return (await createIdea(scope, { title: "Stays" })).id;
  });
  expect(id).toBeTypeOf("string");
  expect(done).toBe(1);
  expect(await ideas()).toContain("Stays");
});

test("what is recorded after the events were written is a fault, and not lost in silence", async () => {
  let record: Scope["record"] | undefined;
  const id = newId();
  await within(actors.editor, "write", async (scope) => {
    record = scope.record;
    await createIdea(scope, { title: "In time" });
  });
  expect(() => record?.({ action: "idea.updated", subject: { type: "idea", id } })).toThrow("after the events");
});

test("it is done once, however often a conflict made the work begin anew", async () => {
  let tries = 0;
  let done = 0;
  await within(actors.editor, "write", async (scope) => {
    tries++;
    scope.afterCommit(() => done++);
    if (tries < 3) await scope.tx.execute(sql`do $$ begin raise exception using errcode = '40001'; end $$`);
  });
  expect({ tries, done }).toEqual({ tries: 3, done: 1 });
});
