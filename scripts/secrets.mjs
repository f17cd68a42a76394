// Looks for secrets in everything that was ever committed: a secret that was taken out again is still one that everybody
// who has the history can read. Without a history, in the files that are there.
import { execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./machine.mjs";

/** What secrets look like, those with a shape of their own first. */
export const shapes = {
  "private key": /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/g,
  "key of Amazon": /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  "token of GitHub": /\b(?:gh[oprsu]_[A-Za-z0-9]{36,}|github_pat_\w{50,})/g,
  "token of GitLab": /\bglpat-[\w-]{20,}/g,
  "token of npm": /\bnpm_[A-Za-z0-9]{36}\b/g,
  "token of Slack": /\bxox[abeoprs]-[\w-]{10,}/g,
  "key of Stripe": /\b[rs]k_live_[A-Za-z0-9]{16,}/g,
  "key of Google": /\bAIza[\w-]{35}\b/g,
  "key of a language model": /\bsk-(?:ant-|proj-)?[\w-]{32,}/g,
  "signed token": /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/g,
  "key of ours": /\btl_[0-9a-f]{32}_[\w-]{40,}/g,
  "password in an address":
    /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'`$<{]{1,80}:(?<value>[^\s/:@"'`$<{]{4,80})@(?<host>[\w.-]+)/g,
  "secret in a setting":
    /(?:secret|token|passw(?:or)?d|api[_-]?key|access[_-]?key)\w*["']?\s*[:=]\s*["'`](?<value>[\w+/=.-]{20,200})["'`]/gi,
};

/** Bits a character: words have about 3.5 of them, random base64 five. */
export function entropyOf(text) {
  const counts = new Map();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

/** Hosts that are nobody's, as in documentation and tests. */
const ownHost =
  /^(?:localhost|127\.\d+\.\d+\.\d+|host|db|database)$|(?:^|\.)(?:example|test|invalid|localhost)(?:\.(?:com|org|net))?$/;

/** What in a text looks like a secret. Words and addresses of nobody do not. */
export function secretsIn(text) {
  return Object.entries(shapes).flatMap(([kind, shape]) =>
    [...text.matchAll(shape)]
      .filter(({ groups: { value, host } = {} }) => (host ? !ownHost.test(host) : !value || entropyOf(value) > 4.2))
      .map(([found]) => ({ kind, found })),
  );
}

/** `tl_…` and the like are named by their beginning only: a report of secrets must not be one more copy. */
const shown = (found) => `${found.slice(0, 16)}…`;

const git = (cwd, ...args) =>
  execFileSync("git", args, { cwd, encoding: "utf8", maxBuffer: 2 ** 28, stdio: ["ignore", "pipe", "ignore"] });

/** Every file of every commit, once each: its name and its text. */
async function* committed(folder) {
  const names = new Map(
    git(folder, "rev-list", "--objects", "HEAD")
      .split("\n")
      .map((line) => [line.slice(0, 40), line.slice(41)]),
  );
  const child = spawn("git", ["cat-file", "--batch", "--buffer"], { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
  child.stdin.end([...names.keys()].filter(Boolean).join("\n"));
  let rest = Buffer.alloc(0);
  for await (const piece of child.stdout) {
    rest = Buffer.concat([rest, piece]);
    for (;;) {
      const end = rest.indexOf(10);
      if (end < 0) break;
      const [id, type, size] = rest.subarray(0, end).toString("latin1").split(" ");
      const whole = end + 1 + Number(size) + 1;
      if (rest.length < whole) break;
      // What people wrote: files, messages of commits, notes of tags.
      if (type !== "tree")
        yield { name: names.get(id) || id, text: rest.subarray(end + 1, whole - 1).toString("utf8") };
      rest = rest.subarray(whole);
    }
  }
}

/** What is made and not written: it is in no history either. */
const made = /^(node_modules|\.next|\.data|\.tmp|\.git|test-results|playwright-report)$/;

function* present(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (made.test(entry.name)) continue;
    const paths = entry.isDirectory() ? filesOf(join(folder, entry.name)) : [join(folder, entry.name)];
    for (const path of paths) yield { name: relative(folder, path), text: readFileSync(path, "utf8") };
  }
}

/** Every file below a folder. */
const filesOf = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

function hasHistory(folder) {
  try {
    return git(folder, "rev-parse", "--show-toplevel").trim() === realpathSync(folder);
  } catch {
    return false;
  }
}

/** Everything that looks like a secret, a line each, and how many files were read. */
export async function scan(folder = root) {
  const found = new Set();
  let read = 0;
  for await (const { name, text } of hasHistory(folder) ? committed(folder) : present(folder)) {
    read++;
    for (const { kind, found: secret } of secretsIn(text)) found.add(`${name}: ${kind}, ${shown(secret)}`);
  }
  return { read, found: [...found] };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { read, found } = await scan();
  for (const line of found) console.error(line);
  if (process.argv.includes("--count")) console.log(`${read} files and messages read, ${found.length} secrets`);
  process.exitCode = found.length > 0 || read === 0 ? 1 : 0;
}
