import { createHash } from "node:crypto";
import postgres from "postgres";
import { isMarkAlive, markOf } from "#db/embedded/process.ts";
import { migrate } from "#db/migrate.ts";
import { readMigrations } from "#db/migrations.ts";

/** Databases for tests on one cluster: the superuser's door, and the owner's with the password that the product has. */
export type Cluster = { adminUrl: string; ownerUrl: string };

const withName = (url: string, name: string) => Object.assign(new URL(url), { pathname: `/${name}` }).toString();

async function asAdmin<T>({ adminUrl }: Cluster, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** The template with all migrations of this tree; made when their texts have changed. */
async function findTemplate(cluster: Cluster, sql: postgres.Sql): Promise<string> {
  const texts = (await readMigrations()).map(({ name, sha256 }) => `${name} ${sha256}`);
  const name = `template_${createHash("sha256").update(texts.join("\n")).digest("hex").slice(0, 16)}`;
  const exists = () => sql`select from pg_database where datname = ${name}`.then((rows) => rows.length > 0);
  if (await exists()) return name;
  await sql`select pg_advisory_lock(1)`;
  if (!(await exists())) {
    const making = `${name}_making`;
    await sql`drop database if exists ${sql(making)} with (force)`;
    await sql`create database ${sql(making)} owner throughline`;
    await migrate(withName(cluster.ownerUrl, making));
    await sql`alter database ${sql(making)} rename to ${sql(name)}`;
  }
  await sql`select pg_advisory_unlock(1)`;
  return name;
}

/** Makes a database of the product's shape, owned by the product's login. `migrated: false` gives an empty one. */
export async function createDatabase(
  cluster: Cluster,
  { migrated = true } = {},
): Promise<{ name: string; url: string }> {
  const name = `test_${markOf(process.pid).replace("-", "_")}_${crypto.randomUUID().slice(0, 8)}`;
  await asAdmin(cluster, async (sql) => {
    const template = migrated ? await findTemplate(cluster, sql) : "template1";
    await sql`create database ${sql(name)} template ${sql(template)} owner throughline`;
  });
  const url = withName(cluster.ownerUrl, name);
  // The login's settings belong to one database, and so do not come with the template.
  if (migrated) await migrate(url);
  return { name, url };
}

export async function dropDatabase(cluster: Cluster, name: string): Promise<void> {
  await asAdmin(cluster, (sql) => sql`drop database if exists ${sql(name)} with (force)`);
}

/** Drops what test runs that were killed have left, and templates of migrations long gone. */
export async function sweepDatabases(cluster: Cluster): Promise<void> {
  await asAdmin(cluster, async (sql) => {
    const rows = await sql`select datname as name from pg_database order by oid`;
    const names = rows.map((row): string => row.name);
    const left = names.filter((name) => {
      const [, pid, began] = name.match(/^test_(\d+)_(\d+)_/) ?? [];
      return pid !== undefined && !isMarkAlive(`${pid}-${began}`);
    });
    const old = names.filter((name) => /^template_[0-9a-f]{16}$/.test(name)).slice(0, -5);
    for (const name of [...left, ...old]) await sql`drop database if exists ${sql(name)} with (force)`;
  });
}
