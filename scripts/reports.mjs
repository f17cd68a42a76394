// Reads what vitest and Playwright have written as JSON: how many passed and failed, and the names of those that passed.
import { existsSync, readFileSync } from "node:fs";

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null);

/** A run that broke without a failed test (an import error, a crash) counts as one failure. */
const settle = ({ passed, failed, names }, code) => ({
  passed,
  failed: code !== 0 && failed === 0 ? 1 : failed,
  names,
});

export function readVitest(file, code) {
  const suites = read(file)?.testResults ?? [];
  const tests = suites.flatMap(({ assertionResults }) => assertionResults);
  const passed = tests.filter(({ status }) => status === "passed");
  const failed = tests.filter(({ status }) => status === "failed").length;
  const broken = suites.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  ).length;
  const names = passed.flatMap(({ title, ancestorTitles }) => [title, ...ancestorTitles]);
  return settle({ passed: passed.length, failed: failed + broken, names }, code);
}

const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];

export function readPlaywright(file, code) {
  const report = read(file);
  const specs = (report?.suites ?? []).flatMap(specsOf);
  const ran = specs.filter(({ tests }) => tests.some(({ status }) => status !== "skipped"));
  const passed = ran.filter(({ ok }) => ok);
  return settle(
    { passed: passed.length, failed: ran.length - passed.length, names: passed.map(({ title }) => title) },
    code,
  );
}

/** The ids that a test's name begins with: "T3 T7 a link across workspaces is impossible" shows T3 and T7. */
export function idsOf(name) {
  return name.match(/^[A-Z]{1,2}\d+(?:[ ,]+[A-Z]{1,2}\d+)*(?=[ :,]|$)/)?.[0].split(/[ ,]+/) ?? [];
}

/** The promised ids that no passed test shows. */
export function missingIds(promised, names) {
  const shown = new Set(names.flatMap(idsOf));
  return promised.filter((id) => !shown.has(id));
}
