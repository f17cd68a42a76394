import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { chmod, chown, mkdir, mkdtemp, rmdir } from "node:fs/promises";
import { join } from "node:path";

/** The system account that the database runs as; undefined: as whoever runs this process. */
export type Account = { uid: number; gid: number } | undefined;

/** What PostgreSQL's programs get to see of this process's environment: none of its secrets, no PG… variables. */
export function environment(): NodeJS.ProcessEnv {
  return { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, LANG: "C", TZ: "UTC" };
}

const named = (name: string): Account => {
  const row = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .find(([account]) => account === name);
  return row ? { uid: Number(row[2]) >>> 0, gid: Number(row[3]) >>> 0 } : undefined;
};

/**
 * PostgreSQL refuses to run as root. Root lends it the account that owns the data already, else `postgres` where the
 * system has one, else `nobody`.
 */
export function accountFor(data: string): Account {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(data, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const account = named("postgres") ?? named("nobody");
  if (account) return account;
  throw new Error("The database cannot run as root, and this system has neither a user `postgres` nor `nobody`.");
}

/** True when the account can enter the folder and write in it. */
function canWrite(account: Account, folder: string): boolean {
  const probe = spawnSync("/bin/sh", ["-c", 'cd "$1" && test -w .', "sh", folder], { ...account, cwd: "/" });
  return probe.status === 0;
}

/**
 * The folder that the data goes into: DATA_DIR itself, or one under /var/lib/throughline when the database's account
 * cannot get there (a project in root's home, say).
 */
export async function findHome(dataDir: string, account: Account): Promise<string> {
  if (!account) return dataDir;
  const probe = await mkdtemp(join(dataDir, "reach-"));
  await chown(probe, account.uid, account.gid);
  const reachable = canWrite(account, probe);
  await rmdir(probe);
  if (reachable) return dataDir;
  const shared = "/var/lib/throughline";
  const home = join(shared, createHash("sha256").update(dataDir).digest("hex").slice(0, 16));
  await mkdir(home, { recursive: true });
  for (const folder of [shared, home]) await chmod(folder, 0o755);
  return home;
}
