// Reads what vitest and Playwright have written as JSON: how many passed and failed, the names of those that passed, what
// each that failed said. What passed only when it was tried again has failed too, and is told apart.
import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null);

/** A run that broke without a failed test (an import error, a crash) counts as one failure. */
const settle = ({ faults, ...report }, code) => ({
  ...report,
  failed: code !== 0 && faults.length === 0 ? 1 : faults.length,
  faults,
});

const linesKept = 25;

/** Where something failed, and the beginning of each text about it. */
function fault(file, name, ...texts) {
  const lines = texts.flatMap((text) => stripVTControlCharacters(text).trim().split("\n").slice(0, linesKept));
  return [[relative(process.cwd(), file), name].filter(Boolean).join(" › "), ...lines.map((line) => `  ${line}`)].join(
    "\n",
  );
}

const asShaky = (text) => `Passed when tried again: ${text}`;

export function readVitest(file, code) {
  const suites = read(file)?.testResults ?? [];
  const all = suites.flatMap(({ name: path = "", assertionResults }) =>
    assertionResults.map((test) => ({ ...test, path, said: test.failureMessages ?? [] })),
  );
  const told = ({ path, ancestorTitles, title, said }) =>
    fault(path, [...ancestorTitles, title].join(" › "), said.join("\n"));
  const passed = all.filter(({ status, said }) => status === "passed" && said.length === 0);
  const shaky = all.filter(({ status, said }) => status === "passed" && said.length > 0);
  const unloaded = suites.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  const faults = [
    ...all.filter(({ status }) => status === "failed").map(told),
    ...shaky.map(told).map(asShaky),
    ...unloaded.map(({ name = "", message = "" }) => fault(name, "", message)),
  ];
  const names = passed.flatMap(({ title, ancestorTitles }) => [title, ...ancestorTitles]);
  return settle({ passed: passed.length, faults, names }, code);
}

/** What the pages showed when a test of them failed, as Playwright has written it down. */
function shown({ attachments = [] }) {
  const { path } = attachments.find(({ name }) => name === "error-context") ?? {};
  const text = path && existsSync(path) ? readFileSync(path, "utf8") : "";
  return [...text.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, page]) => `The page:\n${page}`);
}

const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];

export function readPlaywright(file, code) {
  const report = read(file);
  const specs = (report?.suites ?? []).flatMap(specsOf);
  const ran = specs.filter(({ tests }) => tests.some(({ status }) => status !== "skipped"));
  const isShaky = ({ tests }) => tests.some(({ status }) => status === "flaky");
  const passed = ran.filter((spec) => spec.ok && !isShaky(spec));
  const told = ({ file = "", title, tests }) => {
    const results = tests[0]?.results ?? [];
    const said = results.flatMap(({ errors }) => errors.map(({ message }) => message)).join("\n");
    return fault(file, title, said, ...results.flatMap(shown));
  };
  const faults = [
    ...ran.filter(({ ok }) => !ok).map(told),
    ...ran
      .filter((spec) => spec.ok && isShaky(spec))
      .map(told)
      .map(asShaky),
  ];
  return settle({ passed: passed.length, faults, names: passed.map(({ title }) => title) }, code);
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
