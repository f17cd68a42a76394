import { spawn } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFreePort } from "#db/embedded/port.ts";
import { newDataDir } from "#db/testing/folder.ts";
import { freshDatabase } from "#db/testing.ts";
import { serverArguments } from "./instance.ts";

const secret = "a secret for tests that is long enough";
let dataDir = "";
beforeAll(async () => {
  dataDir = await newDataDir();
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

/** Starts the server with these settings and asks it for pages all the while until it ends. */
async function tryStart(env: Record<string, string>) {
  const port = await findFreePort();
  const began = performance.now();
  const child = spawn(process.execPath, serverArguments, {
    cwd: join(import.meta.dirname, ".."),
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH, NODE_ENV: "production", DATA_DIR: dataDir, PORT: String(port), ...env },
  });
  let said = "";
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  let answers = 0;
  const asking = setInterval(() => {
    for (const path of ["/", "/healthz", "/readyz", "/api/v1/session"]) {
      fetch(`http://127.0.0.1:${port}${path}`).then(
        () => answers++,
        () => {},
      );
    }
  }, 50);
  const patience = setTimeout(() => child.kill("SIGKILL"), 20_000);
  const code = await new Promise((resolve) => child.once("close", resolve));
  clearTimeout(patience);
  clearInterval(asking);
  return { code, said, answers, ms: performance.now() - began };
}

/** It ended by itself, soon, in words without a stack, and nothing ever answered. */
function expectRefusal(result: Awaited<ReturnType<typeof tryStart>>, words: RegExp) {
  expect(result.said).toMatch(words);
  expect(result.said).not.toMatch(/^\s+at /m);
  expect(result.code).not.toBe(0);
  expect(result.answers).toBe(0);
  // Five seconds, or, on a machine that others use too, eight times what it takes to refuse a bad setting.
  expect(result.ms).toBeLessThan(Math.max(5_000, 8 * soonest));
}

/** Milliseconds to the refusal of a setting, which is read before anything else. */
let soonest = 0;
beforeAll(async () => {
  soonest = (await tryStart({ PORT: "http" })).ms;
});

describe("a start that cannot go well", () => {
  it.each([
    ["a port that is none", { PORT: "http" }, /^PORT must be /m],
    ["an address that is none", { APP_URL: "example.com" }, /^APP_URL must be /m],
    ["a short secret", { AUTH_SECRET: "short" }, /^AUTH_SECRET must be /m],
    ["a database without a secret", { DATABASE_URL: "postgres://u:p@127.0.0.1:1/d" }, /^AUTH_SECRET is required/m],
    ["a setting nobody knows", { THROUGHLINE_PORT: "1" }, /^THROUGHLINE_PORT is no setting/m],
  ])("A9 F16 ends at once on %s", async (_, env, words) => {
    expectRefusal(await tryStart(env), words);
    expect(await readdir(dataDir)).toEqual([]);
  });

  it("F16 ends when the schema is not the one that it was made for", async () => {
    const { url, adminUrl, drop } = await freshDatabase();
    const sql = postgres(adminUrl, { max: 1 });
    await sql`update schema_migrations set sha256 = 'of another version' where name = (select min(name) from schema_migrations)`;
    await sql.end();
    expectRefusal(await tryStart({ DATABASE_URL: url, AUTH_SECRET: secret }), /migration 0000\w* was changed/);
    await drop();
  });

  it("F16 ends when its login may not become the role that row security holds for", async () => {
    const { url, adminUrl, drop } = await freshDatabase();
    const sql = postgres(adminUrl, { max: 1 });
    await sql`create role stranger login password 'unknown'`;
    const stranger = Object.assign(new URL(url), { username: "stranger", password: "unknown" }).toString();
    const result = await tryStart({ DATABASE_URL: stranger, AUTH_SECRET: secret });
    await sql`drop role stranger`;
    await sql.end();
    expectRefusal(result, /no role throughline_app for this login/);
    await drop();
  });

  it("F16 ends when nothing answers at DATABASE_URL", async () => {
    const port = await findFreePort();
    const env = { DATABASE_URL: `postgres://u:p@127.0.0.1:${port}/d`, AUTH_SECRET: secret };
    expectRefusal(await tryStart(env), /database|DATABASE_URL/i);
  });
});
