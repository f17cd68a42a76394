import { spawn } from "node:child_process";
import { chown, mkdir, rename, rm } from "node:fs/promises";
import { type Account, environment } from "./account.ts";
import type { Binaries } from "./binaries.ts";

export type Passwords = { owner: string; superuser: string };

/** Runs a program as the account and gives what it said on both outputs, with its exit code. */
async function run(
  account: Account,
  program: string,
  args: string[],
  input = "",
): Promise<{ code: number | null; said: string }> {
  const child = spawn(program, args, {
    ...account,
    cwd: "/",
    env: environment(),
    stdio: ["pipe", "pipe", "pipe"],
  });
  let said = "";
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  return { code, said };
}

/**
 * Sorting by code point with PostgreSQL's own tables is the same on every system; the system's locale only tells letters
 * from punctuation in full text, and has another name here and there.
 */
async function initialise(account: Account, { initdb }: Binaries, folder: string, fast: boolean): Promise<void> {
  let said = "";
  for (const letters of ["C.UTF-8", "en_US.UTF-8", "C"]) {
    const result = await run(account, initdb, [
      `--pgdata=${folder}`,
      "--username=postgres",
      "--auth=trust",
      "--encoding=UTF8",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--lc-collate=C",
      `--lc-ctype=${letters}`,
      "--lc-messages=C",
      "--text-search-config=simple",
      ...(fast ? ["--no-sync"] : []),
    ]);
    if (result.code === 0) return;
    said = result.said;
  }
  throw new Error(`The database could not be made in ${folder}: ${said.trim()}`);
}

/** The rights are the ones the README asks of an external database: the login is no superuser and may make no roles. */
const roles = ({ owner, superuser }: Passwords) =>
  [
    `alter role postgres password '${superuser}';`,
    `create role throughline login nosuperuser nocreatedb nocreaterole nobypassrls password '${owner}';`,
    "create role throughline_app nologin nosuperuser nocreatedb nocreaterole nobypassrls;",
    "grant throughline_app to throughline;",
    "create database throughline owner throughline;",
  ]
    .map((statement) => `${statement}\n`)
    .join("");

/** Makes a cluster with its roles and an empty database `throughline`. It appears under `folder` whole or not at all. */
export async function createCluster(
  folder: string,
  options: { account: Account; binaries: Binaries; passwords: Passwords; fast: boolean },
): Promise<void> {
  const { account, binaries, passwords, fast } = options;
  const making = `${folder}.making`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { mode: 0o700 });
  if (account) await chown(making, account.uid, account.gid);
  await initialise(account, binaries, making, fast);
  const single = ["--single", "-D", making, "-c", "exit_on_error=true", "-c", "log_checkpoints=off", "postgres"];
  const { code, said } = await run(account, binaries.postgres, single, roles(passwords));
  if (code !== 0) throw new Error(`The database's roles could not be made: ${said.trim()}`);
  await rename(making, folder);
}
