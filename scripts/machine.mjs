// What makes a fresh machine ready: a Node that is new enough, the dependencies, the build. Plain Node 20, no dependencies.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const at = (...parts) => join(root, ...parts);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What every process of ours gets: its mode, no telemetry, and a place for compiled code, which saves a quarter of a start. */
export const environment = (mode) => ({
  NODE_ENV: mode,
  NEXT_TELEMETRY_DISABLED: "1",
  NODE_COMPILE_CACHE: at(".tmp", "compiled"),
});

/** An import makes garbage by the megabyte: with V8's own size of what is new, 130 MB more of it lie about. */
export const serverFlags = ["--max-semi-space-size=8"];

/** Something people can mend; shown without a stack. */
export class Problem extends Error {}

/** Runs a program and gives its exit code. What it prints goes to standard error unless `stdio` says otherwise. */
export function run(program, args, { env = {}, stdio = ["ignore", process.stderr, process.stderr], cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio, env: { ...process.env, ...env } });
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}

/** Does `work` while no other process does it here. A holder that was killed loses its turn after ten seconds. */
async function alone(name, work) {
  const turn = at(".tmp", `${name}.turn`);
  mkdirSync(dirname(turn), { recursive: true });
  for (let told = false; ; ) {
    try {
      mkdirSync(turn);
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const since = statSync(turn, { throwIfNoEntry: false })?.mtimeMs;
    if (since !== undefined && Date.now() - since > 10_000) {
      const dead = `${turn}.${process.pid}`;
      try {
        renameSync(turn, dead);
        rmSync(dead, { recursive: true, force: true });
      } catch {}
      continue;
    }
    if (!told) console.error(`Waiting for another process (${name}) …`);
    told = true;
    await pause(200 + Math.random() * 200);
  }
  const beat = setInterval(() => utimesSync(turn, new Date(), new Date()), 2_000);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    rmSync(turn, { recursive: true, force: true });
  }
}

/** True when everything the lockfile asks for is there in the version it asks for. */
function hasDependencies() {
  let wanted;
  let present;
  try {
    wanted = JSON.parse(readFileSync(at("package-lock.json"), "utf8")).packages;
    present = JSON.parse(readFileSync(at("node_modules", ".package-lock.json"), "utf8")).packages;
  } catch {
    return false;
  }
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const found = present[path];
    return found ? found.version === entry.version : entry.optional === true;
  });
}

/** Installs the dependencies when they are missing or older than the lockfile. */
export async function installDependencies() {
  if (hasDependencies()) return;
  await alone("install", async () => {
    if (hasDependencies()) return;
    console.error("Installing dependencies …");
    const args = [
      "ci",
      "--ignore-scripts",
      "--include=dev",
      "--include=optional",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
    ];
    const npm = process.env.npm_execpath?.endsWith(".js") ? [process.execPath, process.env.npm_execpath] : ["npm"];
    const code = await run(npm[0], [...npm.slice(1), ...args]);
    if (code !== 0) throw new Problem(`The dependencies could not be installed: npm ci ended with ${code}.`);
  });
}

/** The Node that runs the server: this one when it is new enough, else the one among the dependencies. */
export function findNode() {
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  const own = at("node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
  if (existsSync(own)) return own;
  throw new Problem(
    `Throughline needs Node 24 or newer; this is ${process.version}, and none comes with it for this system.`,
  );
}

/** Every file below a folder of the project, by its path in the project. */
export function* filesOf(folder) {
  for (const entry of readdirSync(at(folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesOf(path);
    else yield path;
  }
}

/** The programs that are built, each from a file of its name at the top. */
export const programNames = ["server", "worker", "cli"];
const sources = programNames.map((name) => `${name}.ts`);

/** Files that no build of anything takes. */
const notBuilt = /(\.test\.tsx?$|^(vitest|playwright|drizzle)\.config\.ts$)/;

/** One value over some files and those below `folders`, by content: a copy or a checkout needs no new build. */
function inputsOf(folders, files) {
  const hash = createHash("sha256");
  const below = folders.filter((folder) => existsSync(at(folder))).flatMap((folder) => [...filesOf(folder)]);
  for (const path of [...files, ...below]) {
    if (!notBuilt.test(path))
      hash
        .update(path)
        .update("\0")
        .update(readFileSync(at(path)))
        .update("\0");
  }
  return hash.digest("hex");
}

function inputsOfPages() {
  const top = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(mjs|ts|json)$/.test(entry.name))
    .map((entry) => entry.name)
    .filter((name) => name !== "next-env.d.ts" && !sources.includes(name))
    .sort();
  return inputsOf(["app", "components", "db", "lib", "public"], top);
}

/** Builds the pages when there is no build of what the files say now. */
async function buildPages(node) {
  const wanted = inputsOfPages();
  const stamp = at(".next", "throughline-inputs");
  const isBuilt = () =>
    existsSync(at(".next", "BUILD_ID")) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
  if (isBuilt()) return;
  await alone("build", async () => {
    if (isBuilt()) return;
    console.error("Building the pages …");
    rmSync(stamp, { force: true });
    const next = at("node_modules", "next", "dist", "bin", "next");
    const code = await run(node, [next, "build"], { env: environment("production") });
    if (code !== 0) throw new Problem(`The build failed: next build ended with ${code}.`);
    writeFileSync(stamp, wanted);
  });
}

/**
 * Where the built programs are. Each build has a folder of its own, named by what went into it, and the files beside them
 * lead to the newest: a server that runs keeps its own, and nobody sees half a build.
 */
const programs = at(".programs");
/** The path of a built program. */
export const program = (name) => join(programs, `${name}.mjs`);
const leadingTo = (name, version) => `import "./${version}/${name}.mjs";\n`;

/** Builds server, worker and command line when there is no build of what the files say now. */
export async function buildPrograms(node) {
  const recipe = ["scripts/bundle.mjs", "tsconfig.json", "package.json", "package-lock.json"];
  const version = inputsOf(["db", "lib"], [...sources, ...recipe]).slice(0, 16);
  const leads = (name) => existsSync(program(name)) && readFileSync(program(name), "utf8") === leadingTo(name, version);
  const isBuilt = () => existsSync(join(programs, version)) && programNames.every(leads);
  if (isBuilt()) return;
  await alone("programs", async () => {
    if (isBuilt()) return;
    console.error("Building the programs …");
    const making = join(programs, "making");
    rmSync(making, { recursive: true, force: true });
    const code = await run(node, [at("scripts", "bundle.mjs"), making], { env: environment("production") });
    if (code !== 0) throw new Problem(`The programs could not be built: scripts/bundle.mjs ended with ${code}.`);
    const before = readdirSync(programs).filter((name) => /^[0-9a-f]{16}$/.test(name));
    const newest = before.toSorted((a, b) => statSync(join(programs, b)).mtimeMs - statSync(join(programs, a)).mtimeMs);
    // The last one may be running; those before it hardly are.
    for (const name of newest.slice(1)) rmSync(join(programs, name), { recursive: true, force: true });
    rmSync(join(programs, version), { recursive: true, force: true });
    renameSync(making, join(programs, version));
    for (const name of programNames) {
      writeFileSync(`${program(name)}.new`, leadingTo(name, version));
      renameSync(`${program(name)}.new`, program(name));
    }
  });
}

/** Builds the pages and the programs when there is no build of what the files say now. */
export async function build(node) {
  await buildPages(node);
  await buildPrograms(node);
}

/** Runs `main`; a Problem is told in one line. */
export async function tell(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
