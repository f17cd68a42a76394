import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { log } from "#lib/core/log.ts";
import { createIdea } from "#lib/ideas/commands.ts";
import { linkEvidence } from "#lib/ideas/evidence/commands.ts";
import { getIdea } from "#lib/ideas/queries.ts";
import { tablesOf } from "#lib/ideas/testing.ts";
import { systemActor } from "#lib/jobs/system-actor.ts";
import { updateWorkspace } from "#lib/workspaces/commands.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { listCompanies } from "./companies/queries.ts";
import { judgeCompanies } from "./jobs.ts";

/** Of these two one always has a later date than the other: they are 26 hours apart. */
const [west, east] = ["Etc/GMT+12", "Pacific/Kiritimati"];

test("when the day has turned, companies are judged anew, and the ideas they ask for with them", async () => {
  const w = await newTestWorkspace();
  const { owner, editor, viewer } = w.actors;
  const tables = tablesOf(w.workspace.id);
  const judge = async () => {
    const actor = await systemActor(w.workspace.id, { ...judgeCompanies, requestId: "test" });
    if (!actor) throw new Error("no workspace");
    await judgeCompanies.run({ actor, input: null, log, signal: new AbortController().signal });
  };
  const inZone = async (timeZone: string) => {
    const [row] = await tables.run<{ today: string }>(sql`
      select (now() at time zone ${timeZone})::date as today`);
    await updateWorkspace(owner, { timeZone });
    return row?.today ?? "";
  };
  const dayFrom = (day: string, days: number) =>
    new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
  const atRisk = async () =>
    (await listCompanies(viewer, { isAtRisk: true })).data.map(({ name, version }) => ({ name, version }));

  const today = await inZone(west);
  const { id: ideaId } = await createIdea(editor, { title: "Exports" });
  const companies = [
    ["renews today", { arr: 1, renewsOn: today }],
    ["renews in 91 days", { arr: 2, renewsOn: dayFrom(today, 91) }],
    ["is not well", { arr: 4, renewsOn: today, health: 10 }],
    ["has left", { arr: 8, renewsOn: dayFrom(today, 91), lifecycle: "churned" }],
  ] as const;
  for (const [name, given] of companies) {
    const id = await tables.feedback(name, { companyId: await tables.company(name, given) });
    await linkEvidence(editor, { id, ideaId });
  }
  const demand = async () => (await getIdea(viewer, { id: ideaId })).demand;
  expect(await atRisk()).toEqual([
    { name: "is not well", version: 1 },
    { name: "renews today", version: 1 },
  ]);
  expect(await demand()).toMatchObject({ arr: 15, atRiskArr: 5 });
  await judge();
  expect(await demand()).toMatchObject({ arr: 15, atRiskArr: 5 });

  await inZone(east);
  await judge();
  // Nobody has changed them, so nobody else's change of them is refused.
  expect(await atRisk()).toEqual([
    { name: "is not well", version: 1 },
    { name: "renews in 91 days", version: 1 },
  ]);
  expect(await demand()).toMatchObject({ arr: 15, atRiskArr: 6 });
});
