import { chmodSync, globSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { accountFor, findHome } from "#db/embedded/account.ts";
import { findBinaries } from "#db/embedded/binaries.ts";
import { halt, launch } from "#db/embedded/cluster.ts";
import { createCluster } from "#db/embedded/create.ts";
import { findFreePort } from "#db/embedded/port.ts";
import { findProgram } from "./programs.ts";

/** A clock that a test sets: of a server, of several, or of the database too. */
export type Clock = {
  file: string;
  /** For a server that is to go by it. */
  env: Record<string, string>;
  /** From now on it goes so many seconds before the real one, or with fewer than none after it. */
  move: (seconds: number) => void;
  /** What it shows, in milliseconds. */
  now: () => number;
  end: () => void;
};

export function movedClock(seconds: number): Clock {
  const folder = mkdtempSync(join(tmpdir(), "throughline-clock-"));
  // The database reads it as another user.
  chmodSync(folder, 0o755);
  const file = join(folder, "moved");
  let moved = 0;
  const move = (to: number) => {
    moved = to;
    writeFileSync(`${file}.next`, `${to < 0 ? "-" : "+"}${Math.abs(to)}`);
    renameSync(`${file}.next`, file);
  };
  move(seconds);
  const preload = pathToFileURL(join(import.meta.dirname, "moved-date.ts"));
  return {
    file,
    env: { NODE_OPTIONS: `--import ${preload}`, MOVED_CLOCK: file },
    move,
    now: () => Date.now() + moved * 1_000,
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A PostgreSQL of the test's own that goes by the clock too, within two seconds after it was moved. */
export async function movedPostgres({ file }: Clock): Promise<{
  url: string;
  adminUrl: string;
  drop: () => Promise<void>;
}> {
  findProgram("faketime");
  const [library] = globSync("/usr/lib/*/faketime/libfaketime.so.1");
  if (!library) throw new Error("Debian's package faketime is here without its library");
  const dataDir = await mkdtemp(join(tmpdir(), "throughline-moved-"));
  await chmod(dataDir, 0o711);
  const account = accountFor(join(dataDir, "postgres"));
  const home = await findHome(dataDir, account);
  const binaries = await findBinaries(account, home);
  const folder = join(home, "postgres");
  const passwords = { owner: "owner", superuser: "superuser" };
  await createCluster(folder, { account, binaries, passwords, fast: true });
  const program = join(home, "postgres-by-another-clock");
  const environment = `LD_PRELOAD=${library} FAKETIME_TIMESTAMP_FILE=${file} FAKETIME_CACHE_DURATION=1 FAKETIME_DONT_FAKE_MONOTONIC=1`;
  await writeFile(program, `#!/bin/sh\nexec env ${environment} ${binaries.postgres} "$@"\n`);
  await chmod(program, 0o755);
  const port = await findFreePort();
  await launch(folder, { port, fast: true, account, binaries: { ...binaries, postgres: program } });
  const urlOf = (user: string, password: string) => `postgres://${user}:${password}@127.0.0.1:${port}/throughline`;
  return {
    url: urlOf("throughline", passwords.owner),
    adminUrl: urlOf("postgres", passwords.superuser),
    async drop() {
      await halt(folder);
      await Promise.all([...new Set([dataDir, home])].map((path) => rm(path, { recursive: true, force: true })));
    },
  };
}
