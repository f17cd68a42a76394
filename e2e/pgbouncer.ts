import { spawn } from "node:child_process";
import { chmod, chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { accountFor } from "#db/embedded/account.ts";
import { findFreePort } from "#db/embedded/port.ts";
import { findProgram } from "./programs.ts";

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });

/** PgBouncer in transaction mode before the database at `target`, with `size` connections to it. */
export async function startPgBouncer(
  target: string,
  size: number,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const { hostname, port, username, password, pathname } = new URL(target);
  const program = findProgram("pgbouncer");
  const folder = await mkdtemp(join(tmpdir(), "throughline-pgbouncer-"));
  const own = await findFreePort();
  const settings = {
    listen_addr: "127.0.0.1",
    listen_port: own,
    auth_type: "scram-sha-256",
    auth_file: join(folder, "users.txt"),
    pool_mode: "transaction",
    default_pool_size: size,
    max_client_conn: 200,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  const databases = `[databases]\n* = host=${hostname} port=${port}\n`;
  await writeFile(join(folder, "pgbouncer.ini"), `${databases}[pgbouncer]\nunix_socket_dir =\n${lines.join("\n")}\n`);
  await writeFile(settings.auth_file, `"${username}" "${decodeURIComponent(password)}"\n`);
  // It refuses to run as root, as PostgreSQL does.
  const account = accountFor(folder);
  await chmod(folder, 0o755);
  if (account) await chown(settings.auth_file, account.uid, account.gid);
  const child = spawn(program, ["-q", join(folder, "pgbouncer.ini")], { ...account, cwd: "/", stdio: "ignore" });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  for (let n = 0; !(await answers(own)); n++) {
    if (n > 200 || child.exitCode !== null) throw new Error("PgBouncer did not start.");
    await sleep(25);
  }
  return {
    url: `postgres://${username}:${password}@127.0.0.1:${own}${pathname}?pgbouncer=true`,
    stop: async () => {
      child.kill("SIGINT");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
