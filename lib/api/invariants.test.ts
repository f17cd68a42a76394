import type { Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { breaking, brokenInvariants, type InvariantName, invariantNames } from "#db/testing/invariants.ts";
import { runImport } from "#lib/imports/jobs.ts";
import { unwindImport } from "#lib/imports/undo/job.ts";
import { startJobs } from "#lib/jobs/queue.ts";
import { type Furnished, furnished } from "./testing/call.ts";
import { startOwnApi } from "./testing/own-database.ts";
import { ask } from "./testing.ts";

/** The invariants hold of a workspace that has everything, and each of them sees it when it is broken. */

const elsewhere = "gen_random_uuid()";

/** How each rule is broken, by somebody for whom no trigger and no foreign key works. */
const breaks: Record<InvariantName, string> = {
  "demand is what the evidence of live feedback adds up to":
    "update idea_demand set feedback_count = feedback_count + 1",
  "evidence carries its feedback's company, its time, and whether it is live":
    "update evidence set counted = not counted",
  "evidence that counts points to live feedback and to an idea that was not merged":
    "update ideas i set merged_into_id = (select o.id from ideas o where o.workspace_id = i.workspace_id and o.id <> i.id limit 1)",
  "every idea and every company has a row of totals": "delete from company_totals",
  "an idea's totals are its live feedback, its live companies and what they pay":
    "update idea_totals set arr_cents = arr_cents + 1",
  "a company is at risk as its facts say, today or within a day of it": `
    set local session_replication_role = replica;
    update companies set at_risk = not at_risk`,
  "a company's totals are its feedback, its last word and the ideas it waits for":
    "update company_totals set open_ideas = open_ideas + 1",
  "a record's versions are told by its events, from the first to the present one":
    "update ideas set version = version + 1",
  "no two events bring a record to the same version": `
    insert into events (workspace_id, id, actor_kind, action, subject_type, subject_id, after)
    select workspace_id, ${elsewhere}, actor_kind, action, subject_type, subject_id, after from events
    where action = 'idea.created'`,
  "an event's version follows the one before it":
    "update events set before = before || '{\"version\": 99}' where before ? 'version'",
  "every event has a subject that is there": `update events set subject_id = ${elsewhere} where subject_type = 'outcome'`,
  "what an event can forget belongs to an event": `update event_values set event_id = ${elsewhere}`,
  "an event takes back one that was there before it": `
    update events set after = after || jsonb_build_object('undoes', ${elsewhere}) where action = 'idea.created'`,
  "an event of a link names feedback that is there": `
    update events set after = after || jsonb_build_object('feedbackId', ${elsewhere}) where action = 'evidence.linked'`,
  "whoever an event names is a person or a key of the workspace": `update events set actor_id = ${elsewhere}`,
  "a number is given once": "alter table ideas drop constraint ideas_number; update ideas set number = 1",
  "numbers are below the one that is given next": "update counters set next = 1",
  "what is set aside has an open decision of its own": "update decisions set ended_at = now()",
  "an open decision holds a record aside":
    "update feedback set state = 'inbox', decision_id = null where state = 'set_aside'",
  "an outcome of a done card has a verdict, or a day for its review": `
    update outcomes o set verdict = null, reviewed_at = null, due_on = null from initiatives i
    where i.id = o.initiative_id and i.horizon = 'done'`,
  "no two cards stand in the same place":
    "drop index initiatives_place; update initiatives set horizon = 'now', position = 'a0'",
  "objectives are a tree, and ideas are not merged in a circle": `
    update objectives o set parent_id = (
      select p.id from objectives p where p.workspace_id = o.workspace_id and p.id <> o.id order by p.id limit 1)`,
  "a live objective stands under a live one": "update objectives set deleted_at = now() where parent_id is null",
  "what is measured has a metric that is there": "update metrics set deleted_at = now()",
  "the value of a check-in is a point of its metric": "delete from metric_points",
  "each workspace has a stage for new ideas": "delete from idea_stages where category = 'new'",
  "domains and external ids are those of live companies and contacts": "update companies set deleted_at = now()",
  "feedback with an external id is there once":
    "alter table feedback drop constraint feedback_external; update feedback set source = 'desk', external_id = '1'",
  "the sender's own words end within the text": "update feedback set body = 'x' where own_length is not null",
  "each live record has one search document, and nothing else has one":
    "delete from search_documents where type = 'contact'",
  "a search document has its record's text and time":
    "update search_documents set title = 'else' where type = 'objective'",
  "the words of a search document are those of its text":
    "update search_documents set tsv = '' where type = 'initiative'",
  "what operators find a search document by is what its record is": "update ideas set tags = '{unseen}'",
  "a comment is about a record that is there, and tells so when it is made": `
    update comments c set idea_id = (
      select i.id from ideas i where i.workspace_id = c.workspace_id and i.id <> c.idea_id limit 1)`,
  "what somebody follows or is told of is a record that is there": `update notifications set subject_id = ${elsewhere}`,
  "nobody is told of what they did themselves": `
    update events e set actor_kind = 'member', actor_id = n.user_id::text from notifications n where n.event_id = e.id`,
  "a comment is as old as its words at least": "update comments set edited_at = created_at - interval '1 day'",
  "a workspace has an owner": "update memberships set role = 'viewer'",
  "memberships, sessions and API keys are those of people and workspaces that are there": `
    update memberships set user_id = ${elsewhere} where role = 'viewer'`,
  "no Idempotency-Key is left open":
    "insert into idempotency_keys (workspace_id, key) select id, 'open' from workspaces",
  "the counts of an import that is done are its rows":
    "update imports set created = created + 1, received = received + 1 where state = 'done'",
  "an import that has ended keeps no pieces of its file": `
    update imports set finished_at = now() - interval '1 day' where state = 'done';
    insert into import_chunks (workspace_id, import_id, n, data) select workspace_id, id, 0, '' from imports where state = 'done'`,
  "an import under way has a job": "update imports set state = 'queued', finished_at = null where state = 'done'",
  "no job was given up in silence": "update pgboss.job set state = 'failed'",
  "every reference leads to a row, and to one of the same workspace": `
    insert into workspaces (id, slug, name) values (${elsewhere}, 'elsewhere', 'Elsewhere');
    update companies set workspace_id = (select id from workspaces where slug = 'elsewhere')`,
  "every row is of a workspace that is there": `update counters set workspace_id = ${elsewhere}`,
  "whoever made or linked something is a person or a key of the workspace": `update evidence set linked_by = ${elsewhere}`,
};

let api: Awaited<ReturnType<typeof startOwnApi>>;
let own: Furnished;

/** What `furnished` leaves out: things set aside, done, undone, imported, and said by somebody known. */
async function more() {
  const { workspace, allKey: key, furniture: f } = own;
  const send = async (method: string, path: string, body?: object) => {
    const answer = await ask(api.url, method, `/api/v1/workspaces/${workspace.slug}${path}`, { key, body });
    expect(answer.status, `${path} ${answer.text}`).toBeLessThan(300);
    return { ...(answer.body as { id: string }), event: answer.headers.get("event-id") ?? "" };
  };
  await send("PUT", "/companies/by-external/crm/org-1", { name: "Initech", domains: ["initech.example"], arr: 48_000 });
  const company = { externalId: "org-1" };
  const contact = { externalId: "u-9", email: "dana@initech.example", name: "Dana Ito" };
  const body = "Every quarter\n\n-- \nDana Ito\nInitech";
  const said = await send("POST", "/feedback", {
    source: "crm",
    externalId: "1",
    title: "Audit",
    body,
    company,
    contact,
  });
  await send("PUT", `/feedback/${said.id}/ideas/${f.ideaId}`, { importance: "must" });
  await send("POST", `/feedback/${f.spareFeedbackId}/set-aside`, { reason: "not_now" });
  await send("POST", `/ideas/${f.spareIdeaId}/set-aside`, { reason: "not_now" });
  await send("POST", `/initiatives/${f.spareInitiativeId}/set-aside`, { reason: "not_now" });
  await send("POST", "/objectives", { title: "Below", parentId: f.objectiveId });
  await send("POST", `/key-results/${f.keyResultId}/check-ins`, { value: 23, confidence: 60 });
  const card = await send("POST", "/initiatives", { title: "Shipped", horizon: "now", ideaIds: [f.ideaId] });
  const bet = await send("POST", `/initiatives/${card.id}/outcomes`, { metricId: f.metricId, expected: 40 });
  await send("POST", `/initiatives/${card.id}/outcomes/${bet.id}/review`, { verdict: "hit", actual: 41 });
  await send("POST", `/initiatives/${card.id}/move`, { horizon: "done" });
  const changed = await send("PATCH", `/ideas/${f.ideaId}`, { hypothesis: "They export by themselves" });
  await send("POST", `/events/${changed.event}/undo`);
}

async function importEnded() {
  const jobs = await startJobs({ url: api.databaseUrl, jobs: [runImport, unwindImport] });
  for (const until = Date.now() + 30_000; Date.now() < until; await new Promise((done) => setTimeout(done, 100))) {
    const [open] = await api.admin`select from imports where state in ('queued', 'running')`;
    if (!open) break;
  }
  await jobs.stop();
}

beforeAll(async () => {
  api = await startOwnApi();
  own = await furnished(api.url, "Everything");
  await own.cookie("owner");
  await more();
  await importEnded();
}, 120_000);
afterAll(() => api?.close());

/** Does something as the superuser, without triggers, and takes it back. */
async function without<T>(statements: string, look: (admin: Sql) => Promise<T>): Promise<T> {
  const rollback = new Error("taken back");
  let seen: { is: T } | undefined;
  await api.admin
    .begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx.unsafe(statements);
      seen = { is: await look(tx as unknown as Sql) };
      throw rollback;
    })
    .catch((error) => {
      if (error !== rollback) throw error;
    });
  if (!seen) throw new Error("nothing was seen");
  return seen.is;
}

test("there are rules enough, and all of them hold of a workspace that has one of everything", async () => {
  expect(invariantNames.length).toBeGreaterThanOrEqual(25);
  expect(await brokenInvariants(api.admin)).toEqual({});
});

test.each(invariantNames)("a rule sees it when it is broken: %s", async (name) => {
  const rows = await without(breaks[name], (admin) => breaking(admin, name));
  expect(rows.length).toBeGreaterThan(0);
  expect(Object.keys(rows[0] ?? {}).length, "names the row").toBeGreaterThan(0);
  expect(await breaking(api.admin, name), "and it was taken back").toEqual([]);
});
