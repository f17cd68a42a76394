import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { chown, open, readdir, readFile, unlink, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { type Account, environment } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { configuration, hostAccess } from "./configuration.ts";
import { commandOf, hasEnded, isAlive } from "./process.ts";

/** A running PostgreSQL, as its own `postmaster.pid` describes it. */
export type Postmaster = { pid: number; port: number; status: string };

const pause = () => new Promise((resolve) => setTimeout(resolve, 10));

type PidFile = Postmaster & { own: boolean };

function readPidFile(folder: string): PidFile | null {
  let lines: string[];
  try {
    lines = readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return null;
  const own = commandOf(pid)?.includes(folder) ?? true;
  return { pid, port: Number(lines[3]), status: (lines[7] ?? "starting").trim(), own };
}

/** What runs on this data folder; null when nothing does. A number that another program has by now is not believed. */
export function postmasterOf(folder: string): Postmaster | null {
  const found = readPidFile(folder);
  return found?.own ? found : null;
}

const accepts = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, timeout: 2_000 });
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.on("connect", end(true)).on("error", end(false)).on("timeout", end(false));
  });

/**
 * Waits for a database that somebody else started, through crash recovery if need be, for a minute at most. Null when
 * it is down or ended meanwhile.
 */
export async function attach(folder: string): Promise<Postmaster | null> {
  const until = performance.now() + 60_000;
  for (;;) {
    const found = postmasterOf(folder);
    if (!found) return null;
    if (found.status === "ready" && (await accepts(found.port))) return found;
    if (performance.now() > until)
      throw new Error(`PostgreSQL (process ${found.pid}) does not become ready in ${folder}.`);
    await pause();
  }
}

/** The end of what PostgreSQL wrote about its latest start. */
async function lastWords(folder: string): Promise<string> {
  const files = await readdir(join(folder, "log")).catch(() => []);
  const texts = await Promise.all(
    ["start.log", ...files.map((file) => join("log", file))].map((file) =>
      readFile(join(folder, file), "utf8").catch(() => ""),
    ),
  );
  return texts.join("\n").trim().split("\n").slice(-8).join("\n");
}

/** Starts PostgreSQL on the data folder and waits until it takes connections. It outlives this process. */
export async function launch(
  folder: string,
  options: { port: number; fast: boolean; account: Account; binaries: Binaries },
): Promise<Postmaster> {
  const { port, fast, account, binaries } = options;
  // PostgreSQL clears a dead left-over itself, but believes one whose number another program has by now.
  if (readPidFile(folder)?.own === false) await unlink(join(folder, "postmaster.pid"));
  const files = { "postgresql.conf": configuration({ port, fast }), "pg_hba.conf": hostAccess };
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, name), text, { mode: 0o600 });
    if (account) await chown(join(folder, name), account.uid, account.gid);
  }
  const log = await open(join(folder, "start.log"), "w", 0o600);
  if (account) await log.chown(account.uid, account.gid);
  // A session of its own, so that Ctrl-C in the terminal reaches the server first, which then ends the database in order.
  const child = spawn(binaries.postgres, ["-D", folder], {
    ...account,
    cwd: folder,
    detached: true,
    env: environment(),
    stdio: ["ignore", log.fd, log.fd],
  });
  let ended: string | undefined;
  child.on("error", (error) => {
    ended = error.message;
  });
  child.on("exit", (code, signal) => {
    ended = `exit ${code ?? signal}`;
  });
  child.unref();
  await log.close();
  const until = performance.now() + 60_000;
  while (ended === undefined && performance.now() < until) {
    const found = postmasterOf(folder);
    if (found && found.pid === child.pid && found.status === "ready") return found;
    await pause();
  }
  throw new Error(`PostgreSQL did not start (${ended ?? "not ready after a minute"}):\n${await lastWords(folder)}`);
}

/** Ends PostgreSQL in order; when that takes more than 15 seconds, at once (it recovers at the next start). */
export async function halt(folder: string): Promise<void> {
  const found = postmasterOf(folder);
  if (!found) return;
  process.kill(found.pid, "SIGINT");
  if (await hasEnded(found.pid, 15_000)) return;
  await kill(folder);
}

/** Ends PostgreSQL at once, as a crash would: nothing is written out, and the next start recovers from the log. */
export async function kill(folder: string): Promise<void> {
  const found = postmasterOf(folder);
  if (!found) return;
  process.kill(found.pid, "SIGQUIT");
  if (!(await hasEnded(found.pid, 5_000))) process.kill(found.pid, "SIGKILL");
  await hasEnded(found.pid, 5_000);
}
