import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, inject, test } from "vitest";
import { database } from "#db/client.ts";
import { migrate, pendingMigrations } from "#db/migrate.ts";
import { type Migration, migrationNames, readMigrations } from "#db/migrations.ts";
import { createDatabase, dropDatabase } from "#db/testing/databases.ts";
import { seedWorkspace } from "#db/testing/rows.ts";
import { openSessions, type Sessions } from "#db/testing/sessions.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..");
const cluster = inject("cluster");
const made: { name: string; sessions: Sessions }[] = [];

async function emptyDatabase() {
  const { name, url } = await createDatabase(cluster, { migrated: false });
  const sessions = openSessions(url);
  made.push({ name, sessions });
  return { url, sessions };
}
afterEach(async () => {
  for (const { name, sessions } of made.splice(0)) {
    await sessions.end();
    await dropDatabase(cluster, name);
  }
});

const migration = (name: string, text: string): Migration => ({ name, text, sha256: name, inTransaction: true });

describe("migrations", () => {
  test("C8 three processes that start together migrate once, and all are ready", async () => {
    const { url, sessions } = await emptyDatabase();
    const results = await Promise.all([migrate(url), migrate(url), migrate(url)]);
    const applied = results.map((result) => result.applied.length).sort((x, y) => x - y);
    expect(applied).toEqual([0, 0, (await migrationNames()).length + 1]);
    const journal = await sessions.runtime`select name from schema_migrations order by name`;
    expect(journal.map((row) => row.name)).toEqual(await migrationNames());
    expect(await migrate(url)).toEqual({ applied: [] });
  });

  test("that fail leave what was there, and go on from there once they are put right", async () => {
    const { url, sessions } = await emptyDatabase();
    await migrate(url);
    const all = await readMigrations();
    const bad = migration("9001_bad", "create table half (id int); insert into half values (1); select 1 / 0;");
    const good = migration("9002_good", "create table whole (id int)");
    await expect(migrate(url, [...all, bad, good])).rejects.toThrow("The migration 9001_bad failed: division by zero");
    const tables = () => sessions.owner`select to_regclass('half') as half, to_regclass('whole') as whole`;
    expect((await tables())[0]).toEqual({ half: null, whole: null });
    expect(await migrate(url, [...all, migration("9001_bad", "select 1"), good])).toEqual({
      applied: ["9001_bad", "9002_good"],
    });
    expect((await tables())[0]).toEqual({ half: null, whole: "whole" });
  });

  test("are never changed after they were applied", async () => {
    const { url } = await emptyDatabase();
    await migrate(url);
    const [first, ...rest] = await readMigrations();
    const changed = { ...(first as Migration), sha256: "another" };
    await expect(migrate(url, [changed, ...rest])).rejects.toThrow(/was changed after it had been applied/);
  });

  test("that must run outside a transaction do", async () => {
    const { url, sessions } = await emptyDatabase();
    await migrate(url);
    const text = "create index concurrently workspaces_by_name on workspaces (name)";
    await migrate(url, [...(await readMigrations()), { ...migration("9001_index", text), inTransaction: false }]);
    expect(await sessions.owner`select from pg_indexes where indexname = 'workspaces_by_name'`).toHaveLength(1);
  });

  test("add up what is there: the demand of ideas that were linked before 0030_demand_in_totals", async () => {
    const { url, sessions } = await emptyDatabase();
    const all = await readMigrations();
    await migrate(
      url,
      all.filter(({ name }) => name < "0030"),
    );
    const [kept, emptied] = [crypto.randomUUID(), crypto.randomUUID()];
    for (const workspace of [kept, emptied]) {
      await seedWorkspace(sessions.owner, workspace, crypto.randomUUID());
      await sessions.bound(workspace, async (sql) => {
        await sql`update companies set arr = 125.5, health = 10`;
        await sql`update feedback set company_id = (select id from companies order by id limit 1)`;
      });
    }
    await migrate(
      url,
      all.filter(({ name }) => name <= "0030_demand_in_totals"),
    );
    // What an older server does meanwhile.
    await sessions.bound(emptied, (sql) => sql`delete from evidence`);
    await migrate(url, all);
    const totalsOf = (workspace: string) =>
      sessions.bound(
        workspace,
        async (sql) =>
          await sql`
            select t.feedback, t.companies, t.arr_cents::int, t.at_risk_cents::int, (select count(*)::int from evidence) as links
            from idea_totals t`,
      );
    expect([...(await totalsOf(kept))]).toEqual([
      { feedback: 1, companies: 1, arr_cents: 12_550, at_risk_cents: 12_550, links: 1 },
    ]);
    expect([...(await totalsOf(emptied))]).toEqual([
      { feedback: 0, companies: 0, arr_cents: 0, at_risk_cents: 0, links: 0 },
    ]);
  });

  test("that this database lacks are named", async () => {
    const missing = () => database().transact({ workspaceId: null, mode: "read" }, ({ tx }) => pendingMigrations(tx));
    expect(await missing()).toEqual([]);
    const none = { execute: async () => [{ made: false }] } as unknown as Parameters<typeof pendingMigrations>[0];
    expect(await pendingMigrations(none)).toEqual(await migrationNames());
  });
});

describe("the schema in TypeScript and in SQL", () => {
  test("agree: drizzle-kit finds nothing to generate", async () => {
    // Its folder has to be a relative path.
    await mkdir(join(root, ".tmp"), { recursive: true });
    const out = await mkdtemp(join(root, ".tmp/migrations-"));
    try {
      await cp(join(root, "db/migrations"), out, { recursive: true });
      const kit = [
        "node_modules/drizzle-kit/bin.cjs",
        "generate",
        "--dialect=postgresql",
        "--schema=db/schema/index.ts",
      ];
      const { stdout } = await run(process.execPath, [...kit, `--out=${relative(root, out)}`], { cwd: root });
      expect(stdout).toContain("No schema changes");
    } finally {
      await rm(out, { recursive: true, force: true });
    }
  });

  test("squawk has no objection", async () => {
    const files = (await migrationNames()).map((name) => `db/migrations/${name}.sql`);
    const { stdout } = await run("node_modules/.bin/squawk", files, { cwd: root });
    expect(stdout).toMatch(/Found 0 issues in [1-9]/);
  });
});
