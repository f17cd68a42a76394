import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { log } from "#lib/core/log.ts";
import { updateCompany } from "#lib/customers/commands.ts";
import { createIdea } from "#lib/ideas/commands.ts";
import { linkEvidence } from "#lib/ideas/evidence/commands.ts";
import { tablesOf } from "#lib/ideas/testing.ts";
import { systemActor } from "#lib/jobs/system-actor.ts";
import { undoEvent } from "#lib/trace/events/commands.ts";
import { updateWorkspace } from "#lib/workspaces/commands.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { deleteFeedback, reopenFeedback, setAsideFeedback } from "./commands.ts";
import { bringBack } from "./jobs.ts";
import { getFeedback } from "./queries.ts";
import type { ReopenWhen } from "./schema.ts";
import { benchOf } from "./testing.ts";

let w: TestWorkspace;
let tables: ReturnType<typeof tablesOf>;
beforeEach(async () => {
  w = await newTestWorkspace();
  tables = tablesOf(w.workspace.id);
});

const run = async ({ workspace } = w) => {
  const actor = await systemActor(workspace.id, { ...bringBack, requestId: "test" });
  if (!actor) throw new Error("no workspace");
  await bringBack.run({ actor, input: null, log, signal: new AbortController().signal });
};
const aside = async (title: string, reopenWhen: ReopenWhen, companyId?: string) => {
  const id = await tables.feedback(title, companyId ? { companyId } : {});
  await setAsideFeedback(w.actors.editor, { id, reason: "not_now", reopenWhen });
  return id;
};
const today = async (timeZone: string) => {
  const [row] = await tables.run<{ day: string }>(sql`select (now() at time zone ${timeZone})::date::text as day`);
  return row?.day ?? "";
};
const dayFrom = (day: string, days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
const stateOf = async (id: string) => (await tables.stateOf(id))?.state;
const whyBack = async (id: string) => (await tables.history(id))[0];

/** Of these two one always has a later date than the other: they are 26 hours apart. */
const [west, east] = ["Etc/GMT+12", "Pacific/Kiritimati"];

test("feedback comes back on its day in the workspace's time zone, once, noted by the product itself", async () => {
  await updateWorkspace(w.actors.owner, { timeZone: west });
  const on = dayFrom(await today(west), 1);
  const id = await aside("Next year", { on });
  const later = await aside("Later", { on: dayFrom(await today(east), 1) });
  const never = await aside("Never", {});
  const elsewhere = await newTestWorkspace();
  await updateWorkspace(elsewhere.actors.owner, { timeZone: east });
  const theirs = await tablesOf(elsewhere.workspace.id).feedback("Theirs");
  await setAsideFeedback(elsewhere.actors.editor, { id: theirs, reason: "not_now", reopenWhen: { on } });

  await run();
  expect(await stateOf(id)).toBe("set_aside");
  await updateWorkspace(w.actors.owner, { timeZone: east });
  await run();
  expect(await getFeedback(w.actors.viewer, { id })).toMatchObject({ state: "inbox", setAside: null, version: 3 });
  const inWords = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(on));
  expect(await whyBack(id)).toBe(`feedback.reopened: ${inWords} has come.`);
  const [event] = await tables.run(sql`
    select actor_kind, actor_id from events where workspace_id = ${w.workspace.id} and subject_id = ${id}
    order by xid desc, id desc limit 1`);
  expect(event).toEqual({ actor_kind: "system", actor_id: "feedback.bringBack" });
  for (const other of [later, never]) expect(await stateOf(other)).toBe("set_aside");
  expect((await getFeedback(elsewhere.actors.viewer, { id: theirs })).state).toBe("set_aside");

  const told = await benchOf(w).events();
  await run();
  expect(await benchOf(w).events()).toEqual(told);
  expect(told["feedback.reopened"]).toBe(1);
});

test("a renewal that moves near, or ARR that grows, brings back what the company said", async () => {
  const { editor } = w.actors;
  const day = await today(w.workspace.timeZone);
  const companyId = await tables.company("Initech", { arr: 48_000, renewsOn: dayFrom(day, 61) });
  const renewal = await aside("Before they renew", { renewalWithinDays: 60 }, companyId);
  const size = await aside("When they are large", { arr: 50_000 }, companyId);
  const another = await aside("Of another", { renewalWithinDays: 60, arr: 1 }, await tables.company("Hooli"));
  const nobody = await aside("Of nobody", { renewalWithinDays: 60, arr: 1, companies: 1 });
  await run();
  for (const id of [renewal, size, another, nobody]) expect(await stateOf(id)).toBe("set_aside");

  await updateCompany(editor, { id: companyId, renewsOn: dayFrom(day, 60) });
  await run();
  expect(await whyBack(renewal)).toBe("feedback.reopened: The company renews in 60 days.");
  expect(await stateOf(size)).toBe("set_aside");
  await updateCompany(editor, { id: companyId, arr: 50_000 });
  await run();
  expect(await whyBack(size)).toMatch(/^feedback\.reopened: The company's ARR has reached .*50,000\.$/);
  for (const id of [another, nobody]) expect(await stateOf(id)).toBe("set_aside");
});

test("so many companies have said it: those that ask for an idea that it is linked to", async () => {
  const { editor } = w.actors;
  const { id: ideaId } = await createIdea(editor, { title: "Exports" });
  const say = async (company: string) => {
    const id = await tables.feedback(company, { companyId: await tables.company(company) });
    await linkEvidence(editor, { id, ideaId });
    return id;
  };
  const first = await say("Initech");
  await setAsideFeedback(editor, { id: first, reason: "one_customer", reopenWhen: { companies: 2 } });
  await run();
  expect(await stateOf(first)).toBe("set_aside");
  await say("Hooli");
  await run();
  expect(await whyBack(first)).toBe("feedback.reopened: 2 companies have said it.");
});

test("what a person decides stands: reopened, deleted, or set aside again after it came back", async () => {
  const { editor } = w.actors;
  const on = await today(west);
  const reopened = await aside("Reopened", { on });
  await reopenFeedback(editor, { id: reopened });
  const deleted = await aside("Deleted", { on });
  await deleteFeedback(editor, { id: deleted });
  const back = await aside("Taken back", { on, arr: 5 });
  await run();
  expect((await tables.history(reopened)).length).toBe(2);
  expect(await stateOf(deleted)).toBe("set_aside");
  await undoEvent(editor, { id: await benchOf(w).lastEvent(back) });
  await run();
  // It waits on for what has not come yet.
  expect(await getFeedback(editor, { id: back })).toMatchObject({
    state: "set_aside",
    setAside: { reopenWhen: { arr: 5 } },
  });
});

test("more than one look holds come back in turn, found by the index of what waits", async () => {
  const on = await today(west);
  const own = w.workspace.id;
  await tables.run(sql`
    with made as (
      select gen_random_uuid() as id, gen_random_uuid() as decision, n from generate_series(1, 450) n),
    decided as (
      insert into decisions (workspace_id, id, subject_type, subject_id, reason, reopen_when)
      select ${own}::uuid, m.decision, 'feedback', m.id, 'not_now',
        case when m.n % 2 = 0 then ${JSON.stringify({ on })}::jsonb else '{"arr": 5}' end from made m)
    insert into feedback (workspace_id, id, number, title, state, decision_id)
    select ${own}::uuid, m.id, m.n, 'One of many', 'set_aside', m.decision from made m`);
  await run();
  const [counts] = await tables.run(sql`
    select count(*) filter (where state = 'inbox') as back, count(*) filter (where state = 'set_aside') as aside
    from feedback where workspace_id = ${own}`);
  expect(counts).toEqual({ back: 225, aside: 225 });
});
