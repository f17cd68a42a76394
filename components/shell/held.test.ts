import { expect, test } from "vitest";
import { ApiError } from "#lib/api/client.ts";
import { choosing, deleting, Overtaken } from "./held.ts";

type Idea = { id: string; version: number; stage: string; title: string };
const seen: Idea = { id: "1", version: 1, stage: "New", title: "A" };

/** A server that holds `now` and refuses a version that is not its own. */
function server(now: Idea) {
  const asked: number[] = [];
  const write = (change: Partial<Idea>) => {
    now = { ...now, ...change, version: now.version + 1 };
    return now;
  };
  const send = (change: Partial<Idea>) => async (ifMatch: number) => {
    asked.push(ifMatch);
    if (ifMatch !== now.version) throw new ApiError(412, { current: now }, null);
    return write(change);
  };
  return { asked, write, send };
}
const stage = (mine: string) => ({
  name: "stage",
  label: "Stage",
  read: (idea: Idea) => idea.stage,
  mine,
  show: (name: string) => name,
});

test("what others changed elsewhere in the record does not come in the way of a choice", async () => {
  const { asked, write, send } = server(seen);
  write({ title: "B" });
  const choose = choosing("idea", seen, stage("Ready"), send({ stage: "Ready" }));
  expect(await choose()).toEqual({ id: "1", version: 3, stage: "Ready", title: "B" });
  expect(asked).toEqual([1, 2]);
});

test("another choice made meanwhile is told and not overwritten; done again it is, from there", async () => {
  const { asked, write, send } = server(seen);
  write({ stage: "Building" });
  const choose = choosing("idea", seen, stage("Ready"), send({ stage: "Ready" }));
  const told = await choose().catch((error: unknown) => error);
  expect(told).toBeInstanceOf(Overtaken);
  expect(told).toMatchObject({
    message: "Stage is Building now. You chose Ready.",
    anyway: "Set it anyway",
    about: { type: "idea", id: "1", field: "stage" },
  });
  // Somebody chooses once more: that is told too.
  write({ stage: "Shipped" });
  await expect(choose()).rejects.toMatchObject({ message: "Stage is Shipped now. You chose Ready." });
  expect(await choose()).toMatchObject({ stage: "Ready", version: 4 });
  expect(asked).toEqual([1, 2, 3]);
});

test("the same choice made by somebody else is no contradiction", async () => {
  const { write, send } = server(seen);
  write({ stage: "Ready" });
  expect(await choosing("idea", seen, stage("Ready"), send({}))()).toMatchObject({ stage: "Ready" });
});

test("a record that changed at all is deleted only when asked again", async () => {
  const { asked, write, send } = server(seen);
  write({ title: "B" });
  const remove = deleting("idea", seen, send({}));
  await expect(remove()).rejects.toMatchObject({ anyway: "Delete it anyway", about: { type: "idea", id: "1" } });
  await remove();
  expect(asked).toEqual([1, 2]);
});

test("any other trouble is what it is", async () => {
  const refused = new ApiError(403, { title: "no" }, null);
  const choose = choosing("idea", seen, stage("Ready"), () => Promise.reject(refused));
  await expect(choose()).rejects.toBe(refused);
});
