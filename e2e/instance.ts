import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort } from "#db/embedded/port.ts";

const root = join(import.meta.dirname, "..");
/** A built program, as the launcher starts it. The set-ups of the tests have built it (e2e/built.ts). */
export const program = (name: "server" | "worker" | "cli") => join(root, ".programs", `${name}.mjs`);
/** Where Node keeps compiled code between starts, as the launcher has it. */
const compiled = join(root, ".tmp", "compiled");

export type InstanceOptions = {
  /** The database it uses; without one it starts the built-in PostgreSQL under `env.DATA_DIR`. */
  databaseUrl?: string;
  /** Also as a function of the address that it will have. */
  env?: Record<string, string> | ((url: string) => Record<string, string>);
  /** Milliseconds until /readyz must have said 200. */
  readyWithin?: number;
};

export type Instance = {
  url: string;
  port: number;
  /** The link that it printed, with the setup token while the instance is unclaimed. */
  link: () => string;
  pid: () => number;
  /** Everything it wrote to both outputs since the first start. */
  logs: () => string;
  /** kill -9. */
  kill: () => Promise<void>;
  /** SIGTERM; gives the exit code and how long it took. */
  stop: () => Promise<{ code: number | null; ms: number }>;
  /** Starts it again on the same port, after `kill` or `stop`. */
  restart: () => Promise<void>;
};

const isReady = (url: string) =>
  fetch(`${url}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  );

/** The arguments for Node that start the server as `npm start` does. */
export const serverArguments = ["--max-semi-space-size=8", program("server")];

/** Starts the server on a free port as `npm start` would, on the pages that are built, and waits for /readyz. */
export async function startInstance(options: InstanceOptions = {}): Promise<Instance> {
  const { databaseUrl, env: given = {}, readyWithin = 30_000 } = options;
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const env = typeof given === "function" ? given(url) : given;
  let child: ChildProcess;
  let logs = "";

  const exited = () => child.exitCode !== null || child.signalCode !== null;
  const exit = () =>
    exited() ? Promise.resolve() : new Promise<void>((resolve) => child.once("exit", () => resolve()));

  const start = async () => {
    child = spawn(process.execPath, serverArguments, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env.PATH,
        NODE_ENV: "production",
        NEXT_TELEMETRY_DISABLED: "1",
        NODE_COMPILE_CACHE: compiled,
        PORT: String(port),
        ...(databaseUrl && { DATABASE_URL: databaseUrl, AUTH_SECRET: "a secret for tests that is long enough" }),
        ...env,
      },
    });
    for (const output of [child.stdout, child.stderr]) {
      output?.setEncoding("utf8").on("data", (text: string) => {
        logs += text;
      });
    }
    const until = Date.now() + readyWithin;
    while (!(await isReady(url))) {
      if (exited()) throw new Error(`The server ended with ${child.exitCode ?? child.signalCode}:\n${logs}`);
      if (Date.now() > until) {
        child.kill("SIGKILL");
        throw new Error(`The server was not ready after ${readyWithin} ms:\n${logs}`);
      }
      await sleep(25);
    }
  };

  await start();
  return {
    url,
    port,
    link: () => logs.match(/https?:\/\/\S+/g)?.at(-1) ?? "",
    pid: () => child.pid ?? 0,
    logs: () => logs,
    kill: async () => {
      child.kill("SIGKILL");
      await exit();
    },
    stop: async () => {
      const began = performance.now();
      child.kill("SIGTERM");
      await exit();
      return { code: child.exitCode, ms: performance.now() - began };
    },
    restart: start,
  };
}

/** Runs a command of the CLI on the same database and gives the JSON object that it printed. */
export async function cli(
  where: { databaseUrl: string } | { dataDir: string },
  args: string[],
): Promise<Record<string, unknown>> {
  const child = spawn(process.execPath, [program("cli"), ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      NODE_COMPILE_CACHE: compiled,
      ...("databaseUrl" in where
        ? { DATABASE_URL: where.databaseUrl, AUTH_SECRET: "a secret for tests that is long enough" }
        : { DATA_DIR: where.dataDir }),
    },
  });
  let said = "";
  let complained = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complained += text;
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`cli ${args[0]} ended with ${code}: ${complained}`);
  return JSON.parse(said);
}
