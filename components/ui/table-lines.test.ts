import { expect, test } from "vitest";
import { tableLines } from "./table-lines.ts";

const words = (rows: string[], mayGoOn = false) =>
  tableLines(rows, (row) => ({ id: row[0] ?? "", label: row[0] ?? "" }), mayGoOn).map((line) =>
    "at" in line ? rows[line.at] : `${line.group.label} ${line.count}`,
  );

test("rows stand under the heading of their group, which counts them", () => {
  expect(words([])).toEqual([]);
  expect(words(["a1", "a2", "b1"])).toEqual(["a 2", "a1", "a2", "b 1", "b1"]);
});

test("only the last group may go on", () => {
  expect(words(["a1", "b1", "b2"], true)).toEqual(["a 1", "a1", "b 2+", "b1", "b2"]);
});
