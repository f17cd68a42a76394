// Checks package-lock.json against scripts/floors.json and scripts/published.json, without a network: complete for every
// system, from one registry, whole, nothing below a floor, nothing published in the last week, no install script but those
// looked at. --mend asks the registry, through npm, about the entries that those files do not know yet.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./machine.mjs";

const lockfile = join(root, "package-lock.json");
const record = join(root, "scripts", "published.json");
const read = (path) => JSON.parse(readFileSync(path, "utf8"));

const day = 86_400_000;
/** How long a version must have been out, so that others have had the time to find what is wrong with it. */
const weekOfOthers = 7 * day;
/** How long a review of the floors counts. */
const reviewCounts = 30 * day;

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

/** What a package is called in the registry, whatever it is called here. */
const nameOf = (path, { name }) => name ?? path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

/** Every package but the project itself: where it lies, its name, its entry. */
const entriesOf = (packages) =>
  Object.entries(packages)
    .filter(([path]) => path !== "")
    .map(([path, entry]) => ({ path, name: nameOf(path, entry), entry }));

/** Every copy of a package, nested ones too, that is older than its floor. */
export function belowFloor(packages, floors) {
  return entriesOf(packages).flatMap(({ path, name, entry: { version } }) => {
    const floor = floors[name];
    return floor && isBelow(version, floor) ? [`${path} is ${version}, the floor is ${floor}`] : [];
  });
}

/** What comes from elsewhere than the registry: a git, http, file or linked dependency. What is from there names no place. */
export function fromElsewhere(packages) {
  const asked = Object.entries(packages).flatMap(([path, entry]) =>
    ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"].flatMap((kind) =>
      Object.entries(entry[kind] ?? {})
        // A version, a range or a tag, of another package or not: no `:` and no `/` but the scope's.
        .filter(([, wanted]) => !/^(npm:(@[\w.-]+\/)?[\w.-]+@)?[^:/]*$/.test(wanted))
        .map(([name, wanted]) => `${path || "the project"} wants ${name} from ${wanted}`),
    ),
  );
  const resolved = entriesOf(packages)
    .filter(({ entry }) => entry.link || entry.resolved !== undefined)
    .map(({ path, entry }) => `${path} comes from ${entry.resolved ?? "a link"}`);
  return [...asked, ...resolved];
}

/** What npm could not tell from something else of the same name and version. */
export function withoutIntegrity(packages, known) {
  return entriesOf(packages)
    .filter(({ name, entry }) => !/^sha512-[\w+/]{86}==$/.test(entry.integrity ?? "") && !known.includes(name))
    .map(({ path }) => `${path} has no sha512 integrity: run node scripts/lockfile.mjs --mend`);
}

/** What runs a script when it is installed, and nobody has looked at. (None is run: `npm ci` goes with --ignore-scripts.) */
export function runsScripts(packages, known) {
  return entriesOf(packages)
    .filter(({ name, entry }) => entry.hasInstallScript && !known.includes(name))
    .map(({ path }) => `${path} has an install script: look at it, then name it in scripts/floors.json`);
}

/** What has not been out for a week, or for how long nobody knows. `young` names the hole that a newer version mends. */
export function tooYoung(packages, { published, young, withoutRecord, now }) {
  return entriesOf(packages).flatMap(({ path, name, entry: { version } }) => {
    const which = `${name}@${version}`;
    if (withoutRecord.includes(name) || /^(CVE|GHSA)-/.test(young[which] ?? "")) return [];
    const since = published[which];
    if (since === undefined)
      return [`${path}: when ${which} came out is not known: run node scripts/lockfile.mjs --mend`];
    return now - Date.parse(since) < weekOfOthers
      ? [`${path}: ${which} came out on ${since}, less than a week ago`]
      : [];
  });
}

/** The floors are looked at again every month. `now` is when the tree that is checked was made. */
export function notReviewed(reviewed, now) {
  const age = now - Date.parse(reviewed);
  if (age <= reviewCounts && age > -2 * day) return [];
  return [`scripts/floors.json was reviewed on ${reviewed}: look through the advisories and write today's date`];
}

/** Everything wrong with the lockfile, a sentence each. */
export function problemsOf({ packages }, { floors, young, withoutRecord, installScripts, reviewed }, published, when) {
  return [
    ...missingFrom(packages).map(({ name }) => `${name} has no entry: run node scripts/lockfile.mjs --mend`),
    ...belowFloor(packages, floors),
    ...fromElsewhere(packages),
    ...withoutIntegrity(packages, withoutRecord),
    ...runsScripts(packages, installScripts),
    ...tooYoung(packages, { published, young, withoutRecord, now: when.now }),
    ...notReviewed(reviewed, when.made),
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

const sorted = (object, compare) => Object.fromEntries(Object.entries(object).sort(([a], [b]) => compare(a, b)));
const write = (path, value) => writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);

/** What the registry says of a version: its integrity and its day; empty when it does not have it. */
function told(name, version) {
  const npm = (...fields) => {
    try {
      const said = execFileSync("npm", ["view", `${name}@${version}`, ...fields, "--json"], { encoding: "utf8" });
      return said.trim() === "" ? undefined : JSON.parse(said);
    } catch {
      return undefined;
    }
  };
  return { integrity: npm("dist.integrity"), since: npm("time")?.[version]?.slice(0, 10) };
}

function mend({ withoutRecord }) {
  const lock = read(lockfile);
  const published = read(record);
  for (const { name, version, dev } of missingFrom(lock.packages)) {
    if (!/^\d/.test(version)) continue;
    lock.packages[`node_modules/${name}`] = { version, ...systemOf(name), ...(dev && { dev }), optional: true };
  }
  const locked = {};
  for (const { path, name, entry } of entriesOf(lock.packages)) {
    const which = `${name}@${entry.version}`;
    if (withoutRecord.includes(name)) continue;
    const known = entry.integrity && published[which];
    const { integrity = entry.integrity, since = published[which] } = known ? {} : told(name, entry.version);
    if (integrity) lock.packages[path] = { ...entry, integrity };
    if (since) locked[which] = since;
  }
  write(lockfile, { ...lock, packages: sorted(lock.packages, (a, b) => a.localeCompare(b, "en")) });
  write(
    record,
    sorted(locked, (a, b) => (a < b ? -1 : 1)),
  );
}

/** When the tree was made: at its last commit, or now when something in it has changed since or there is no history. */
function madeAt() {
  const git = (...args) =>
    execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  try {
    return git("status", "--porcelain").trim() === ""
      ? Date.parse(git("log", "-1", "--format=%cI").trim())
      : Date.now();
  } catch {
    return Date.now();
  }
}

/** What is wrong with this tree's lockfile. */
export const problemsHere = () =>
  problemsOf(read(lockfile), read(join(root, "scripts", "floors.json")), read(record), {
    now: Date.now(),
    made: madeAt(),
  });

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv.includes("--mend")) mend(read(join(root, "scripts", "floors.json")));
  const problems = problemsHere();
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
