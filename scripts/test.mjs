// npm test: brings what is missing, runs every check and test, goes on after a failure, and ends with one plain line.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findBrowser } from "./browser.mjs";
import { build, findNode, installDependencies, root } from "./machine.mjs";
import { missingIds, readPlaywright, readVitest } from "./reports.mjs";

const full = process.argv.includes("--full");
const at = (...parts) => join(root, ...parts);
const bin = (name) => at("node_modules", ".bin", name);
const rows = [];
const names = [];
const faults = [];

/** Runs a program of Node 24. A quiet one prints at its end, in one piece, and only when it failed. */
function node(args, { quiet = false, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(findNode(), args, {
      cwd: root,
      // Never a terminal of its own: two that run at once would paint over each other.
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
    });
    let said = "";
    for (const output of [child.stdout, child.stderr]) {
      output?.setEncoding("utf8").on("data", (text) => {
        if (quiet) said += text;
        else process.stdout.write(text);
      });
    }
    child.on("error", (error) => resolve({ code: 1, said: error.message }));
    child.on("close", (code) => resolve({ code: code ?? 1, said }));
  });
}

function note(name, began, { passed, failed }) {
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  rows.push({ name, passed, failed, seconds });
  console.log(`${failed === 0 ? "ok  " : "FAIL"} ${name}: ${passed} passed, ${failed} failed, ${seconds} s`);
}

/** One check. `work` throws or gives a code that is not 0 when it fails. True when it passed. */
async function check(name, work) {
  const began = performance.now();
  const answer = await work().catch((error) => ({ code: 1, said: error.message }));
  const { code, said } = answer ?? { code: 0 };
  if (code !== 0 && said) console.log(said.trimEnd());
  note(name, began, { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 });
  return code === 0;
}

async function tests(name, file, args, readReport, env) {
  const began = performance.now();
  rmSync(file, { force: true });
  const { code } = await node(args, { env });
  const report = reportOf(() => readReport(file, code));
  names.push(...report.names);
  faults.push(...report.faults);
  note(name, began, report);
}

/** What a report says; one that cannot be read is one failure. */
function reportOf(read) {
  try {
    return read();
  } catch (error) {
    console.log(error.message);
    return { passed: 0, failed: 1, names: [], faults: [] };
  }
}

const quietly = (...args) => node(args, { quiet: true });

/** What needs no build, beside what does: two lanes for two cores. */
const checksWithoutBuild = async () => {
  await check("lockfile", () => quietly("scripts/lockfile.mjs"));
  await check("lint", () => quietly(bin("biome"), "ci", "--colors=off", "--error-on-warnings", "."));
  await check("import rules", () => quietly("scripts/import-rules.mjs"));
  await check("migrations", () => quietly("scripts/migrations.mjs"));
};
/** The types of the pages come with the build. */
const buildAndTypes = async () => {
  await check("build", () => build(findNode()));
  await check("types", () => quietly(at("node_modules", "typescript-native", "bin", "tsc"), "--noEmit", "-p", "."));
};

const vitest = (project) => {
  const report = at(".tmp", `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const args = [at("node_modules", "vitest", "vitest.mjs"), "run", "--retry=1", "--project", project, ...reporters];
  return tests(project, report, args, readVitest);
};

/** What a person does in a browser: mostly the browser's work, and waiting for it. */
const journeys = (browser) =>
  tests("end to end", at(".tmp", "playwright.json"), [bin("playwright"), "test", "--retries=1"], readPlaywright, {
    CHROMIUM: browser,
    FULL: full ? "1" : "",
  });

async function runAll() {
  if (!(await check("dependencies", installDependencies))) return;
  mkdirSync(at(".tmp"), { recursive: true });
  let browser = "";
  const browsers = check("browser", async () => {
    browser = await findBrowser();
  });
  await Promise.all([checksWithoutBuild(), buildAndTypes(), browsers]);

  await vitest("unit");
  // The first two leave one of two processors idle for half the time, the third both.
  await Promise.all([vitest("servers"), (await browsers) && journeys(browser), vitest("waiting")]);
  if (full) await vitest("full");

  await check("acceptance", async () => {
    const { promised, promisedInFull } = JSON.parse(readFileSync(at("scripts", "acceptance.json"), "utf8"));
    const missing = missingIds(full ? [...promised, ...promisedInFull] : promised, names);
    return { code: missing.length, said: `No passed test shows: ${missing.join(", ")}` };
  });
}

await runAll();
const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
const broken = rows.filter(({ failed }) => failed > 0).map(({ name }) => name);
// Once more what failed, where it is found at once: at the end of a long log. What failed is tried again to tell what
// happens seldom from what happens always; it has failed all the same.
for (const one of faults) console.log(one);
if (broken.length > 0) console.log(`Failed: ${broken.join(", ")}`);
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
process.exitCode = broken.length > 0 ? 1 : 0;
