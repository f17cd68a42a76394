import { setTimeout as sleep } from "node:timers/promises";
import { sql as statement } from "drizzle-orm";
import { getConstructionPlans, getMigrationPlans } from "pg-boss";
import pgBoss from "pg-boss/package.json" with { type: "json" };
import type { Sql } from "postgres";
import type { Tx } from "#db/lane.ts";
import { type Migration, migrationNames, readMigrations } from "#db/migrations.ts";
import { connectAsOwner } from "#db/owner.ts";

export const runtimeRole = "throughline_app";
export const jobsSchema = "pgboss";

/** What every connection of the login is bound to, unless it asks for something else when it starts. */
const runtimeSettings = {
  role: runtimeRole,
  statement_timeout: "5s",
  lock_timeout: "2s",
  idle_in_transaction_session_timeout: "30s",
};

/** Any number would do; it has to be the same in every version, so that old and new servers take turns. */
export const turn = 7_240_119_623;
const turnPatienceMs = 300_000;
/** How often a migration is tried that others are in the way of; half a second lies between two of them. */
const triesInTheWay = 10;

/** Makes the schema `pgboss` or brings it to this version of pg-boss. Each of its scripts is a transaction of its own. */
async function migrateJobs(sql: Sql): Promise<string[]> {
  const wanted = pgBoss.pgboss.schema;
  const [installed] = await sql`select to_regclass(${`${jobsSchema}.version`}) is not null as yes`;
  const [row] = installed?.yes ? await sql`select version from ${sql(jobsSchema)}.version` : [];
  const version = row ? Number(row.version) : null;
  if (version !== null && version >= wanted) return [];
  await sql
    .unsafe(version === null ? getConstructionPlans(jobsSchema) : getMigrationPlans(jobsSchema, version))
    .simple();
  return [`pg-boss ${wanted}`];
}

/** The role is made where the login may make roles; elsewhere the administrator has made it, as the README says. */
async function makeRole(sql: Sql): Promise<void> {
  const [role] = await sql`select pg_has_role(oid, 'member') as member from pg_roles where rolname = ${runtimeRole}`;
  if (role?.member) return;
  try {
    if (!role) await sql.unsafe(`create role ${runtimeRole} nologin`);
    await sql.unsafe(`grant ${runtimeRole} to current_user`);
  } catch (cause) {
    const [login] = await sql`select current_user as name`;
    throw new Error(
      `The database has no role ${runtimeRole} for this login, and the login may not make it. As an administrator, run: ` +
        `CREATE ROLE ${runtimeRole} NOLOGIN; GRANT ${runtimeRole} TO "${login?.name}";`,
      { cause },
    );
  }
}

/** What belongs to the login or the database and not to the schema, so a dump or a template does not bring it along. */
async function bindLogin(sql: Sql): Promise<void> {
  const [{ login, database } = { login: "", database: "" }] =
    await sql`select quote_ident(current_user) as login, quote_ident(current_database()) as database`;
  const settings = Object.entries(runtimeSettings);
  await sql.unsafe(
    [
      ...settings.map(([name, value]) => `alter role ${login} in database ${database} set ${name} = '${value}'`),
      // A temporary table of the runtime role could hide a table of the same name.
      `revoke temporary on database ${database} from public`,
    ].join(";"),
  );
}

/** Somebody who uses the tables came in between: a deadlock, or a lock that was not to be had in time. */
const isInTheWay = (error: unknown) => ["40P01", "55P03"].includes((error as { code?: string }).code ?? "");

/** Until it goes through: one that fails leaves nothing, or, outside a transaction, what it may find when it runs again. */
async function apply(sql: Sql, migration: Migration): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await applyOnce(sql, migration);
    } catch (error) {
      if (tries === triesInTheWay || !isInTheWay((error as Error).cause)) throw error;
      await sleep(500);
    }
  }
}

async function applyOnce(sql: Sql, { name, text, sha256, inTransaction }: Migration): Promise<void> {
  const started = performance.now();
  const note = (on: Sql) =>
    on`insert into public.schema_migrations (name, sha256, milliseconds)
       values (${name}, ${sha256}, ${Math.round(performance.now() - started)})`;
  try {
    if (!inTransaction) {
      // It may be all of a long work, which commits on its way.
      await sql`set statement_timeout = 0`;
      await sql.unsafe(text);
      await sql`reset statement_timeout`;
      await note(sql);
      return;
    }
    await sql.begin(async (tx) => {
      await tx.unsafe(text).simple();
      await note(tx as unknown as Sql);
    });
  } catch (cause) {
    throw new Error(`The migration ${name} failed: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

async function applyAll(sql: Sql, migrations: Migration[]): Promise<string[]> {
  await makeRole(sql);
  // The first migration makes the journal, in one transaction with its own entry.
  const [journal] = await sql`select to_regclass('public.schema_migrations') is not null as made`;
  const rows = journal?.made ? await sql`select name, sha256 from public.schema_migrations` : [];
  const done = new Map(rows.map((row) => [row.name, row.sha256]));
  const applied: string[] = [];
  for (const migration of migrations) {
    const known = done.get(migration.name);
    if (known === undefined) {
      await apply(sql, migration);
      applied.push(migration.name);
    } else if (known !== migration.sha256) {
      throw new Error(`The migration ${migration.name} was changed after it had been applied to this database.`);
    }
  }
  applied.push(...(await migrateJobs(sql)));
  await bindLogin(sql);
  return applied;
}

/**
 * Brings the database at `url` to this version: the schema's migrations in order, each in a transaction with its entry in
 * the journal, then pg-boss's. Servers that start together take turns. Throws with the migration's name; what had been
 * applied before stays, the one that failed leaves nothing. `url` is a direct connection of the schema's owner;
 * `migrations` are this version's unless a test gives others.
 */
export async function migrate(url: string, migrations?: Migration[]): Promise<{ applied: string[] }> {
  const sql = connectAsOwner(url);
  try {
    // Trying again, not waiting in the database: a waiting session would hold up CREATE INDEX CONCURRENTLY.
    for (const begun = performance.now(); ; await sleep(100)) {
      const [lock] = await sql`select pg_try_advisory_lock(${turn}) as mine`;
      if (lock?.mine) break;
      if (performance.now() - begun > turnPatienceMs)
        throw new Error("Another process has been migrating for five minutes.");
    }
    return { applied: await applyAll(sql, migrations ?? (await readMigrations())) };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** The migrations that this version has and the database has not; what /readyz asks. Costs one small query. */
export async function pendingMigrations(tx: Pick<Tx, "execute">): Promise<string[]> {
  const [journal] = await tx.execute<{ made: boolean }>(
    statement`select to_regclass('public.schema_migrations') is not null as made`,
  );
  const rows = journal?.made ? await tx.execute<{ name: string }>(statement`select name from schema_migrations`) : [];
  const applied = new Set([...rows].map(({ name }) => name));
  return (await migrationNames()).filter((name) => !applied.has(name));
}
