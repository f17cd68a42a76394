import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";

export type Migration = { name: string; text: string; sha256: string; inTransaction: boolean };

const folder = new URL("./migrations/", import.meta.url);

/** The first line of a migration that PostgreSQL runs outside a transaction only, as CREATE INDEX CONCURRENTLY. */
const outside = "-- migrate: outside a transaction";

/** The names of all migrations, in the order in which they are applied. */
export async function migrationNames(): Promise<string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith(".sql"))
    .map((file) => file.slice(0, -".sql".length))
    .sort();
}

export async function readMigrations(): Promise<Migration[]> {
  const names = await migrationNames();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(`${name}.sql`, folder), "utf8");
      const sha256 = createHash("sha256").update(text).digest("hex");
      return { name, text, sha256, inTransaction: !text.startsWith(outside) };
    }),
  );
}
