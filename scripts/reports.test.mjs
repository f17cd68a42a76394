import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { idsOf, missingIds, readPlaywright, readVitest } from "./reports.mjs";

const folder = mkdtempSync(join(tmpdir(), "throughline-reports-"));
const file = (name, content) => {
  writeFileSync(join(folder, name), JSON.stringify(content));
  return join(folder, name);
};

describe("ids of the acceptance tests", () => {
  it("are what a name begins with, one or several", () => {
    expect(idsOf("T3 tables without row security")).toEqual(["T3"]);
    expect(idsOf("A9 F16 refuses a bad port")).toEqual(["A9", "F16"]);
    expect(idsOf("M1: 100,000 rows")).toEqual(["M1"]);
  });

  it("are nowhere else in a name, and no part of a word", () => {
    expect(idsOf("covers T3")).toEqual([]);
    expect(idsOf("T3x")).toEqual([]);
    expect(idsOf("Z")).toEqual([]);
    expect(idsOf("T 3")).toEqual([]);
  });

  it("are missing when no passed test shows them", () => {
    expect(missingIds(["T1", "T3", "T10"], ["T1 a", "T10 b"])).toEqual(["T3"]);
  });
});

describe("a vitest report", () => {
  const test = (title, status) => ({ title, status, ancestorTitles: ["F1 the database away"] });

  it("gives counts and the names of passed tests only, with those of their groups", () => {
    const path = file("v1", {
      testResults: [
        { status: "failed", assertionResults: [test("a", "passed"), test("b", "failed"), test("c", "skipped")] },
      ],
    });
    expect(readVitest(path, 1)).toMatchObject({ passed: 1, failed: 1, names: ["a", "F1 the database away"] });
  });

  it("counts a file that could not be loaded, and a run that broke for another reason", () => {
    expect(readVitest(file("v2", { testResults: [{ status: "failed", assertionResults: [] }] }), 1).failed).toBe(1);
    expect(readVitest(file("v3", { testResults: [] }), 1).failed).toBe(1);
    expect(readVitest(join(folder, "none"), 1)).toMatchObject({ passed: 0, failed: 1, names: [], faults: [] });
  });
});

it("of vitest tells the same of its tests, and of files that could not be loaded", () => {
  const failed = { title: "b", status: "failed", ancestorTitles: ["F1"], failureMessages: ["expected 404 to be 200"] };
  const path = file("v4", {
    testResults: [
      { name: join(process.cwd(), "lib/a.test.ts"), status: "failed", assertionResults: [failed] },
      { name: join(process.cwd(), "lib/c.test.ts"), status: "failed", message: "no such module", assertionResults: [] },
    ],
  });
  expect(readVitest(path, 1).faults).toEqual([
    "lib/a.test.ts › F1 › b\n  expected 404 to be 200",
    "lib/c.test.ts\n  no such module",
  ]);
});

it("of both counts what passed only when it was tried again as failed, and tells it apart", () => {
  const vitest = { title: "b", status: "passed", ancestorTitles: [], failureMessages: ["expected 404 to be 200"] };
  const suites = [{ name: join(process.cwd(), "lib/a.test.ts"), status: "passed", assertionResults: [vitest] }];
  const told = readVitest(file("v5", { testResults: suites }), 0);
  expect(told).toMatchObject({
    passed: 0,
    failed: 1,
    faults: ["Passed when tried again: lib/a.test.ts › b\n  expected 404 to be 200"],
  });

  const results = [{ errors: [{ message: "not seen" }] }, { errors: [] }];
  const spec = { file: "a.spec.ts", title: "c", ok: true, tests: [{ status: "flaky", results }] };
  const seldom = readPlaywright(file("p4", { suites: [{ specs: [spec] }] }), 0);
  expect(seldom).toMatchObject({
    passed: 0,
    failed: 1,
    faults: ["Passed when tried again: a.spec.ts › c\n  not seen"],
  });
});

describe("a Playwright report", () => {
  it("gives counts and the names of passed journeys, however deep they stand", () => {
    const spec = (title, ok, status = "expected") => ({ title, ok, tests: [{ status }] });
    const path = file("p1", {
      suites: [{ specs: [spec("O1 a", true)], suites: [{ specs: [spec("b", false), spec("c", true, "skipped")] }] }],
    });
    expect(readPlaywright(path, 1)).toMatchObject({ passed: 1, failed: 1, names: ["O1 a"] });
    expect(readPlaywright(join(folder, "none"), 1)).toMatchObject({ passed: 0, failed: 1, names: [], faults: [] });
  });

  it("tells where something failed and what it said, without the letters' colours and the rest of a long answer", () => {
    const errors = [{ message: `\u001b[31mexpected\u001b[39m 200\n${"more\n".repeat(100)}` }];
    const spec = {
      file: "a.spec.ts",
      title: "O1 a",
      ok: false,
      tests: [{ status: "unexpected", results: [{ errors }] }],
    };
    const [told, ...others] = readPlaywright(file("p2", { suites: [{ specs: [spec] }] }), 1).faults;
    expect(told).toMatch(/^a\.spec\.ts › O1 a\n {2}expected 200\n {2}more/);
    expect(told.split("\n").length).toBeLessThan(30);
    expect(others).toEqual([]);
  });

  it("shows the page on which it failed", () => {
    const path = join(folder, "error-context.md");
    writeFileSync(
      path,
      '# Test\n\n```\nnot seen\n```\n\n```yaml\n- main:\n  - heading "Inbox"\n```\n\n```ts\ncode\n```',
    );
    const result = { errors: [{ message: "not seen" }], attachments: [{ name: "error-context", path }] };
    const spec = { file: "a.spec.ts", title: "b", ok: false, tests: [{ status: "unexpected", results: [result] }] };
    expect(readPlaywright(file("p3", { suites: [{ specs: [spec] }] }), 1).faults).toEqual([
      'a.spec.ts › b\n  not seen\n  The page:\n  - main:\n    - heading "Inbox"',
    ]);
  });
});
