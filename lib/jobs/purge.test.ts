import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { seedWorkspace } from "#db/testing/rows.ts";
import { openSessions, type Sessions } from "#db/testing/sessions.ts";
import { log } from "#lib/core/log.ts";
import { purge } from "./purge.ts";
import { systemActor } from "./system-actor.ts";

const deletable = [
  "comments",
  "companies",
  "contacts",
  "feedback",
  "ideas",
  "key_results",
  "metrics",
  "objectives",
  "initiatives",
  "outcomes",
  "products",
];
const hanging = [
  "evidence",
  "idea_demand",
  "decisions",
  "check_ins",
  "metric_points",
  "initiative_ideas",
  "initiative_objectives",
  "initiative_key_results",
  "company_domains",
  "company_external_ids",
  "contact_external_ids",
  "follows",
  "notifications",
];

let sessions: Sessions;
beforeAll(() => {
  sessions = openSessions(inject("databaseUrl"));
});
afterAll(() => sessions.end());

async function seeded() {
  const id = crypto.randomUUID();
  await seedWorkspace(sessions.owner, id, crypto.randomUUID());
  return id;
}

const run = async (workspaceId: string) => {
  const actor = await systemActor(workspaceId, { ...purge, requestId: "test" });
  if (!actor) throw new Error("no workspace");
  await purge.run({ actor, input: null, log, signal: new AbortController().signal });
};

const counts = (workspaceId: string, tables: string[]) =>
  sessions.bound(workspaceId, async (sql) => {
    const found: Record<string, number> = {};
    for (const table of tables) {
      const [row] = await sql`select count(*)::int as count from ${sql(table)} where workspace_id = ${workspaceId}`;
      if (row?.count > 0) found[table] = row?.count;
    }
    return found;
  });

const change = (workspaceId: string, statement: string) =>
  sessions.bound(workspaceId, (sql) => sql.unsafe(statement, [workspaceId]));

it("P8 removes what was deleted more than 30 days ago, and everything that hangs on it", async () => {
  const [old, recent, live] = [await seeded(), await seeded(), await seeded()];
  for (const table of deletable) {
    await change(old, `update ${table} set deleted_at = now() - interval '31 days' where workspace_id = $1`);
    await change(recent, `update ${table} set deleted_at = now() - interval '29 days' where workspace_id = $1`);
  }
  const before = { recent: await counts(recent, deletable), live: await counts(live, [...deletable, ...hanging]) };
  for (const id of [old, recent, live]) await run(id);
  expect(await counts(old, deletable)).toEqual({});
  expect(await counts(old, hanging)).toEqual({});
  expect(await counts(recent, deletable)).toEqual(before.recent);
  expect(await counts(live, [...deletable, ...hanging])).toEqual(before.live);
  const kinds = await sessions.bound(
    old,
    (sql) => sql`select after->>'kind' as kind from events where action = 'records.purged' order by 1`,
  );
  expect(kinds.map((row) => row.kind)).toEqual([...deletable].sort());
});

it("P8 notifications go after 90 days, whether they were read or not", async () => {
  const [old, recent] = [await seeded(), await seeded()];
  await change(old, "update notifications set created_at = now() - interval '91 days' where workspace_id = $1");
  await change(recent, "update notifications set created_at = now() - interval '89 days' where workspace_id = $1");
  for (const id of [old, recent]) await run(id);
  expect(await counts(old, ["notifications"])).toEqual({});
  expect(await counts(recent, ["notifications"])).toEqual({ notifications: 1 });
});

it("P8 a deleted company or contact goes without what was said", async () => {
  const id = await seeded();
  await change(id, "update companies set deleted_at = now() - interval '31 days' where workspace_id = $1");
  await change(id, "update contacts set deleted_at = now() - interval '31 days' where workspace_id = $1");
  await run(id);
  expect(await counts(id, ["companies", "contacts", "feedback", "evidence"])).toEqual({ feedback: 1, evidence: 1 });
});

it("P8 a deleted metric stays while an outcome is judged by it", async () => {
  const id = await seeded();
  await change(id, "update metrics set deleted_at = now() - interval '31 days' where workspace_id = $1");
  await run(id);
  expect(await counts(id, ["metrics", "outcomes"])).toEqual({ metrics: 1, outcomes: 1 });
});

it("P8 a deleted product stays while something that was deleted earlier may still come back from it", async () => {
  const id = await seeded();
  await change(
    id,
    `update ideas set product_id = (select id from products where workspace_id = $1), deleted_at = now() - interval '29 days'
     where workspace_id = $1`,
  );
  await change(id, "update products set deleted_at = now() - interval '31 days' where workspace_id = $1");
  await run(id);
  expect(await counts(id, ["products", "ideas"])).toEqual({ products: 1, ideas: 1 });
  await change(id, "update ideas set deleted_at = now() - interval '31 days' where workspace_id = $1");
  await run(id);
  expect(await counts(id, ["products", "ideas"])).toEqual({});
});

it("P8 expired Idempotency-Keys, abandoned uploads, spent files and old reports are removed", async () => {
  const id = await seeded();
  await change(id, "update idempotency_keys set expires_at = now() - interval '1 second' where workspace_id = $1");
  await run(id);
  expect(await counts(id, ["idempotency_keys", "imports", "import_chunks", "import_rejections"])).toEqual({
    imports: 1,
    import_chunks: 1,
    import_rejections: 1,
  });
  await change(
    id,
    "update imports set state = 'done', finished_at = now() - interval '29 days' where workspace_id = $1",
  );
  await run(id);
  expect(await counts(id, ["imports", "import_chunks", "import_rejections"])).toEqual({
    imports: 1,
    import_rejections: 1,
  });
  await change(id, "update imports set finished_at = now() - interval '31 days' where workspace_id = $1");
  await run(id);
  expect(await counts(id, ["imports", "import_rejections"])).toEqual({ imports: 1 });
  await change(
    id,
    "update imports set state = 'receiving', finished_at = null, updated_at = now() - interval '2 hours' where workspace_id = $1",
  );
  await run(id);
  expect(await counts(id, ["imports"])).toEqual({});
});
