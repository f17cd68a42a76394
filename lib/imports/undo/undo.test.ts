import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { database, useDatabase } from "#db/client.ts";
import { freshDatabase } from "#db/testing.ts";
import type { Actor } from "#lib/core/actor.ts";
import { within } from "#lib/core/operation.ts";
import { updateCompany } from "#lib/customers/commands.ts";
import { deleteFeedback, reviewFeedback, updateFeedback } from "#lib/feedback/commands.ts";
import { createIdea } from "#lib/ideas/commands.ts";
import { linkEvidence } from "#lib/ideas/evidence/commands.ts";
import { type RunningJobs, startJobs } from "#lib/jobs/queue.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { createImport } from "../commands.ts";
import { runImport } from "../jobs.ts";
import { getImport } from "../queries.ts";
import { ended, streamed } from "../testing.ts";
import { listKept, undoImport } from "./command.ts";
import { unwindImport } from "./job.ts";

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let jobs: RunningJobs;

beforeAll(async () => {
  fresh = await freshDatabase();
  useDatabase(fresh.url, 10);
  jobs = await startJobs({ url: fresh.url, jobs: [runImport, unwindImport] });
});
afterAll(async () => {
  await jobs.stop();
  await database().close();
  await fresh.drop();
  useDatabase(inject("databaseUrl"), 6);
});

const record = (n: number, more: Record<string, unknown> = {}) => ({
  source: "desk",
  externalId: `${n}`,
  title: `Ticket ${n}`,
  body: `It is number ${n}`,
  contact: { name: `Person ${n}`, email: `p${n}@c${n % 5}.example` },
  company: { name: `Company ${n % 5}`, domain: `c${n % 5}.example`, arr: 1_000 },
  ...more,
});
const range = (count: number, from = 1) => Array.from({ length: count }, (_, n) => from + n);

async function imported(actor: Actor, records: unknown[], dryRun = false) {
  const body = records.map((each) => `${JSON.stringify(each)}\n`).join("");
  const incoming = { body: streamed(body), contentType: "application/x-ndjson", idempotencyKey: undefined };
  return ended(actor, (await createImport(actor, { format: "throughline", dryRun }, incoming)).body.id);
}
async function undone(actor: Actor, id: string) {
  await undoImport(actor, { id });
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    const run = await getImport(actor, { id });
    if (run.state === "undone") return run;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the import is not undone");
}
const rows = <T extends Record<string, unknown>>(actor: Actor, statement: ReturnType<typeof sql>) =>
  within(actor, "read", ({ tx }) => tx.execute<T>(statement));
const living = async (actor: Actor) => {
  const own = sql`workspace_id = ${actor.workspace.id} and deleted_at is null`;
  const [row] = await rows(
    actor,
    sql`select (select count(*)::int from feedback where ${own}) as feedback,
      (select count(*)::int from companies where ${own}) as companies,
      (select count(*)::int from contacts where ${own}) as contacts`,
  );
  return row;
};
const idOf = async (actor: Actor, externalId: string) => {
  const [row] = await rows<{ id: string }>(
    actor,
    sql`select id from feedback where workspace_id = ${actor.workspace.id} and external_id = ${externalId}`,
  );
  return row?.id ?? "";
};
/** Everything that a person sees of the feedback and its customers. */
const seen = (actor: Actor) =>
  rows(
    actor,
    sql`select f.external_id, f.title, f.body, f.own_length, f.body_original, f.external_url, f.status_at_source, f.tags::text, f.kind, f.messages,
        f.fields, f.occurred_at, f.source_updated_at, f.content_hash, p.name, p.email, c.name as company, c.arr
      from feedback f
      left join contacts p on p.workspace_id = f.workspace_id and p.id = f.contact_id
      left join companies c on c.workspace_id = f.workspace_id and c.id = f.company_id
      where f.workspace_id = ${actor.workspace.id} and f.deleted_at is null order by f.external_id`,
  );
const editor = async () => (await newTestWorkspace()).actors.editor;

describe("undoing an import", () => {
  it("puts back what it can where a customer is gone for good", async () => {
    const w = await newTestWorkspace();
    const actor = w.actors.editor;
    await imported(actor, [record(1)]);
    const second = await imported(actor, [
      record(1, {
        title: "Changed",
        contact: { name: "Another", email: "another@c9.example" },
        company: { name: "C9" },
      }),
    ]);
    const own = sql`workspace_id = ${actor.workspace.id}`;
    await within(actor, "write", async ({ tx }) => {
      await tx.execute(sql`delete from contacts where ${own} and email = 'p1@c1.example'`);
      await tx.execute(sql`delete from company_domains where ${own} and domain = 'c1.example'`);
      await tx.execute(sql`delete from companies where ${own} and name = 'Company 1'`);
    });
    const back = await undone(actor, second.id);
    expect(back.undo).toMatchObject({ restored: 1 });
    const [one] = await seen(actor);
    expect(one).toMatchObject({ title: "Ticket 1", name: null, company: null });
  });

  it("that was given up says so, and can be begun again", async () => {
    const actor = await editor();
    const run = await imported(actor, [record(1), record(2)]);
    await within(actor, "write", ({ tx }) =>
      tx.execute(
        sql`update imports set state = 'undoing' where workspace_id = ${actor.workspace.id} and id = ${run.id}`,
      ),
    );
    await unwindImport.givenUp?.({ actor, input: { importId: run.id } });
    expect(await getImport(actor, { id: run.id })).toMatchObject({ state: "failed", error: /can be undone again/ });
    expect((await undone(actor, run.id)).undo).toMatchObject({ deleted: 6 });
  });

  it("deletes what it made, and the file can be sent again", async () => {
    const actor = await editor();
    const run = await imported(
      actor,
      range(600).map((n) => record(n)),
    );
    expect(await living(actor)).toEqual({ feedback: 600, companies: 5, contacts: 600 });
    const back = await undone(actor, run.id);
    expect(back).toMatchObject({ state: "undone", undo: { deleted: 1_205, restored: 0, kept: 0 } });
    expect(await living(actor)).toEqual({ feedback: 0, companies: 0, contacts: 0 });
    expect(await undoImport(actor, { id: run.id })).toMatchObject({ state: "undone" });
    const again = await imported(
      actor,
      range(600).map((n) => record(n)),
    );
    expect(again.counts).toMatchObject({ created: 600 });
    expect(await living(actor)).toEqual({ feedback: 600, companies: 5, contacts: 600 });
    const events = await rows(
      actor,
      sql`select action, count(*)::int as n from events
        where workspace_id = ${actor.workspace.id} and action in ('feedback.deleted', 'contact.deleted', 'import.undoing', 'import.undone')
        group by action order by action`,
    );
    expect(events).toEqual([
      { action: "contact.deleted", n: 600 },
      { action: "feedback.deleted", n: 600 },
      { action: "import.undoing", n: 1 },
      { action: "import.undone", n: 1 },
    ]);
  });

  it("puts back what it changed, to the letter", async () => {
    const actor = await editor();
    const first = range(20).map((n) =>
      record(n, {
        body: n % 2 ? `<p>HTML ${n}</p>` : `It is ${n}\n\n-- \nKim Lee\nInitech`,
        tags: ["a", "b"],
        fields: { plan: "x" },
        status: "open",
        updatedAt: "2026-01-01T00:00:00Z",
        messages: [{ body: "hi", public: false }],
      }),
    );
    await imported(actor, first);
    const before = await seen(actor);
    expect(before.some((row) => row.own_length !== null)).toBe(true);
    const changed = range(20).map((n) =>
      record(n, {
        title: "New",
        body: "New",
        tags: ["c"],
        fields: { plan: "y" },
        status: "closed",
        updatedAt: "2026-02-01T00:00:00Z",
        messages: [],
        company: { name: `Company ${n % 5}`, domain: `c${n % 5}.example`, arr: 5_000 },
      }),
    );
    // Twice in one file: what was there before the first of them counts.
    const run = await imported(actor, [
      ...changed,
      ...changed.map((each) => ({ ...each, title: "Newer", updatedAt: "2026-03-01T00:00:00Z" })),
      record(99),
    ]);
    expect(run.counts).toMatchObject({ created: 1, updated: 40 });
    const back = await undone(actor, run.id);
    expect(back.undo).toEqual({ deleted: 2, restored: 25, kept: 0 });
    expect(await seen(actor)).toEqual(before);
    // What was put back is as its source sent it, so the same again is no news.
    expect((await imported(actor, first)).counts).toMatchObject({ unchanged: 20 });
  });

  it("takes back what companies and contacts that were there were given, one thing after the other", async () => {
    const actor = await editor();
    const plain = { title: "T", contact: { email: "dana@initech.example" }, company: { name: "Initech" } };
    await imported(actor, [{ ...plain, source: "desk", externalId: "a" }]);
    const known = () =>
      rows(
        actor,
        sql`select c.name, c.arr, p.name as person, (select count(*)::int from company_domains d where d.workspace_id = c.workspace_id) as domains,
            (select count(*)::int from company_external_ids x where x.workspace_id = c.workspace_id) as ids,
            (select count(*)::int from contact_external_ids x where x.workspace_id = c.workspace_id) as people
          from companies c, contacts p where c.workspace_id = ${actor.workspace.id} and p.workspace_id = c.workspace_id
            and c.deleted_at is null and p.deleted_at is null`,
      );
    const before = await known();
    const run = await imported(actor, [
      { ...plain, source: "desk", externalId: "b", company: { name: "Initech", arr: 5_000 } },
      { ...plain, source: "desk", externalId: "c", company: { name: "Initech", domain: "initech.example" } },
      {
        ...plain,
        source: "desk",
        externalId: "d",
        company: { name: "Initech", externalId: "org-1" },
        contact: { ...plain.contact, externalId: "u-1", name: "Dana" },
      },
    ]);
    expect(await known()).toEqual([{ name: "Initech", arr: 5_000, person: "Dana", domains: 1, ids: 1, people: 1 }]);
    expect((await undone(actor, run.id)).undo).toEqual({ deleted: 3, restored: 2, kept: 0 });
    expect(await known()).toEqual(before);
  });

  it("keeps what people edited, linked or reviewed since, what was imported again and what these need, and lists it", async () => {
    const { actors } = await newTestWorkspace();
    const actor = actors.editor;
    const run = await imported(
      actor,
      range(8).map((n) => record(n)),
    );
    const ids = await Promise.all(range(8).map((n) => idOf(actor, `${n}`)));
    const [edited = "", linked = "", reviewed = "", again = "", gone = ""] = ids;
    await updateFeedback(actor, { id: edited, title: "By hand" });
    const idea = await createIdea(actor, { title: "An idea" });
    await linkEvidence(actor, { id: linked, ideaId: idea.id });
    await reviewFeedback(actor, { id: reviewed });
    await imported(actor, [record(4, { title: "Newer at its source" })]);
    await deleteFeedback(actor, { id: gone });
    const [company] = await rows<{ id: string }>(
      actor,
      sql`select id from companies where workspace_id = ${actor.workspace.id} and name = 'Company 1'`,
    );
    await updateCompany(actor, { id: company?.id ?? "", tier: "gold" });
    const back = await undone(actor, run.id);
    const { data } = await listKept(actor, { id: run.id });
    const reasons = Object.fromEntries(data.map(({ id, reason }) => [id, reason]));
    expect(reasons).toMatchObject({
      [edited]: "edited",
      [linked]: "linked",
      [reviewed]: "edited",
      [again]: "imported_again",
      [company?.id ?? ""]: "edited",
    });
    expect(reasons[gone]).toBeUndefined();
    expect(data.find(({ id }) => id === edited)?.title).toBe("By hand");
    expect(data.filter(({ type }) => type === "contact").map(({ reason }) => reason)).toEqual([
      "in_use",
      "in_use",
      "in_use",
      "in_use",
    ]);
    expect(back.undo?.kept).toBe(data.length);
    expect((await living(actor))?.feedback).toBe(4);
    const first = await listKept(actor, { id: run.id, limit: 3 });
    const rest = await listKept(actor, { id: run.id, cursor: first.nextCursor ?? "" });
    expect([...first.data, ...rest.data]).toEqual(data);
  });

  it("of two, the newer first, ends where it began", async () => {
    const actor = await editor();
    const one = await imported(
      actor,
      range(30).map((n) => record(n)),
    );
    const two = await imported(
      actor,
      range(30, 16).map((n) => record(n, { title: "Second" })),
    );
    expect(two.counts).toMatchObject({ created: 15, updated: 15 });
    expect((await undone(actor, two.id)).undo).toMatchObject({ kept: 0 });
    expect((await undone(actor, one.id)).undo).toMatchObject({ kept: 0 });
    expect(await living(actor)).toEqual({ feedback: 0, companies: 0, contacts: 0 });
  });

  it("of one that was only tried, or has not ended, is refused; others see nothing of it", async () => {
    const { actors } = await newTestWorkspace();
    const tried = await imported(actors.editor, [record(1)], true);
    await expect(undoImport(actors.editor, { id: tried.id })).rejects.toMatchObject({ code: "conflict" });
    const waiting = await createImport(
      actors.editor,
      { format: "csv" },
      { body: streamed("id,title\n1,a\n"), contentType: "text/csv", idempotencyKey: undefined },
    );
    await expect(undoImport(actors.editor, { id: waiting.body.id })).rejects.toMatchObject({ code: "conflict" });
    const other = await newTestWorkspace("Other");
    for (const operation of [undoImport, listKept]) {
      await expect(operation(other.actors.owner, { id: tried.id })).rejects.toMatchObject({ code: "not_found" });
    }
  });

  it("goes on where a job that was killed stood, and undoes nothing twice", async () => {
    const actor = await editor();
    const run = await imported(
      actor,
      range(2_000).map((n) => record(n)),
    );
    await jobs.stop();
    await undoImport(actor, { id: run.id });
    for (let kills = 0; kills < 4; kills++) {
      const running = await startJobs({ url: fresh.url, jobs: [runImport, unwindImport] });
      for (const until = Date.now() + 20_000; Date.now() < until; ) {
        const { undo } = await getImport(actor, { id: run.id });
        if ((undo?.deleted ?? 0) > kills * 500) break;
      }
      await running.stop({ graceMs: 0 });
    }
    jobs = await startJobs({ url: fresh.url, jobs: [runImport, unwindImport] });
    const back = await undone(actor, run.id);
    expect(back.undo).toEqual({ deleted: 4_005, restored: 0, kept: 0 });
    const [twice] = await rows(
      actor,
      sql`select count(*)::int as n, count(distinct subject_id)::int as subjects from events
        where workspace_id = ${actor.workspace.id} and action = 'feedback.deleted'`,
    );
    expect(twice).toEqual({ n: 2_000, subjects: 2_000 });
  }, 90_000);
});
