import { execFile, execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { startEmbedded } from "#db/embedded.ts";
import { startInstance } from "./instance.ts";
import { findProgram } from "./programs.ts";

/** What the documentation tells to run, run. */

const root = join(import.meta.dirname, "..");
const run = promisify(execFile);

it("the script makes a database that a server starts on, with an owner who is no superuser", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "throughline-deploy-"));
  const cluster = await startEmbedded({ dataDir, fast: true });
  const psql = findProgram("psql", "postgresql-client");
  const at = new URL(cluster.adminUrl);
  const env = {
    ...process.env,
    PATH: `${join(psql, "..")}:${process.env.PATH}`,
    PGHOST: at.hostname,
    PGPORT: at.port,
    PGUSER: at.username,
    PGPASSWORD: at.password,
    THROUGHLINE_PASSWORD: "a password of letters",
  };
  try {
    const make = (THROUGHLINE_DATABASE: string) =>
      run("sh", [join(root, "docs", "deploy", "create-database.sh")], { env: { ...env, THROUGHLINE_DATABASE } });
    await make("deployed");
    const url = `postgres://throughline:${encodeURIComponent(env.THROUGHLINE_PASSWORD)}@${at.host}/deployed`;
    const instance = await startInstance({ databaseUrl: url, env: { LOG_LEVEL: "warn" } });
    expect((await fetch(`${instance.url}/readyz`)).status).toBe(200);
    expect((await instance.stop()).code).toBe(0);
    const asked = "select rolsuper, rolcreaterole, rolbypassrls from pg_roles where rolname like 'throughline%'";
    const { stdout } = await run(psql, ["-XAtc", asked, "deployed"], { env });
    expect(stdout.trim().split("\n")).toEqual(["f|f|f", "f|f|f"]);
  } finally {
    await cluster.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}, 300_000);

it("systemd finds nothing wrong with the unit", () => {
  const said = execFileSync(findProgram("systemd-analyze", "systemd"), [
    "verify",
    join(root, "docs", "deploy", "throughline.service"),
  ]);
  expect(String(said)).toBe("");
});

it("the image runs as nobody in particular, says how it is, and takes no secret along", () => {
  const read = (name: string) => readFileSync(join(root, name), "utf8");
  const stages = read("Dockerfile")
    .split(/^FROM /m)
    .slice(1);
  const last = stages.at(-1) ?? "";
  expect(stages).toHaveLength(2);
  expect(last).toMatch(/^USER node$/m);
  expect(last).toMatch(/^HEALTHCHECK /m);
  expect(last.indexOf("USER node")).toBeLessThan(last.indexOf("CMD"));
  expect(read(".dockerignore").split("\n")).toEqual(expect.arrayContaining([".git", ".data", "node_modules"]));
  expect(`${read("Dockerfile")}${read("compose.yaml")}`).not.toMatch(/^ *\w*(PASSWORD|SECRET|TOKEN)[:=] *[^\s$]/m);
});
