// Checks package-lock.json: complete for every system, and nothing below scripts/floors.json, nested copies included.
// --mend adds the entries of other systems' packages that npm left out because its registry does not have them.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./machine.mjs";

const file = join(root, "package-lock.json");
const read = (path) => JSON.parse(readFileSync(path, "utf8"));

/** Where Node would look for `name` from the package at `path`, nearest first. */
function* placesOf(path, name) {
  for (let at = path; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("node_modules/") - 1))) {
    yield `${at}/node_modules/${name}`;
  }
  yield `node_modules/${name}`;
}

/** Optional packages that some entry asks for and that have no entry: `npm ci` refuses such a lockfile. */
export function missingFrom(packages) {
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => ![...placesOf(path, name)].some((place) => packages[place]))
      .map(([name, version]) => ({ name, version, dev: entry.dev, of: path })),
  );
}

const numbers = (version) => version.split("-")[0].split(".").map(Number);

/** True when the version is lower; a pre-release of a version counts as lower than it. */
export function isBelow(version, floor) {
  const [a, b] = [numbers(version), numbers(floor)];
  for (let part = 0; part < 3; part++) if (a[part] !== b[part]) return a[part] < b[part];
  return version.includes("-") && !floor.includes("-");
}

/** Every copy of a package, nested ones too, that is older than its floor. */
export function belowFloor(packages, floors) {
  return Object.entries(packages).flatMap(([path, { version }]) => {
    const floor = floors[path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)];
    return floor && path !== "" && isBelow(version, floor) ? [`${path} is ${version}, the floor is ${floor}`] : [];
  });
}

/** Everything wrong with the lockfile, a sentence each. */
export function problemsOf({ packages }, floors) {
  return [
    ...missingFrom(packages).map(({ name }) => `${name} has no entry: run node scripts/lockfile.mjs --mend`),
    ...belowFloor(packages, floors),
  ];
}

/** What a package for one system is called says which: `…-linux-x64-musl`, `…/win32-arm64`, `…-wasm32-wasi`. */
function systemOf(name) {
  if (name.includes("wasm32")) return { cpu: ["wasm32"] };
  const [, os, cpu, libc] =
    name.match(/\b(android|darwin|freebsd|linux|win32)-(arm64|arm|x64|ia32)(-musl|-gnu)?/) ?? [];
  return {
    ...(cpu && { cpu: [cpu] }),
    ...(libc && { libc: [libc === "-musl" ? "musl" : "glibc"] }),
    ...(os && { os: [os] }),
  };
}

function mend(lock) {
  for (const { name, version, dev } of missingFrom(lock.packages)) {
    if (!/^\d/.test(version)) continue;
    lock.packages[`node_modules/${name}`] = { version, ...systemOf(name), ...(dev && { dev }), optional: true };
  }
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en"));
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv.includes("--mend")) mend(read(file));
  const problems = problemsOf(read(file), read(join(root, "scripts", "floors.json")).floors);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
