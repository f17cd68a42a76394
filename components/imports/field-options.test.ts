import { expect, test } from "vitest";
import { changesFor, columnName, extraOf, optionsOf } from "./field-options.ts";

const columns = [
  { index: 0, name: "Subject", field: "title" },
  { index: 1, name: "Topic", field: "fields.Topic" },
  { index: 2, name: " ", field: "tags" },
];

test("a field goes from one column to another, and the first keeps its values as an extra field", () => {
  expect(changesFor(columns, 1, "title")).toEqual([
    { index: 1, field: "title" },
    { index: 0, field: "fields.Subject" },
  ]);
  expect(changesFor(columns, 0, "title")).toEqual([{ index: 0, field: "title" }]);
});

test("what takes several columns, and leaving out, takes nothing away", () => {
  expect(changesFor(columns, 1, "tags")).toEqual([{ index: 1, field: "tags" }]);
  expect(changesFor(columns, 1, null)).toEqual([{ index: 1, field: null }]);
});

test("a column without a name is called by its place", () => {
  expect(columnName({ index: 2, name: " " })).toBe("Column 3");
  expect(extraOf({ index: 2, name: null, field: null })).toBe("fields.Column 3");
  expect(extraOf({ index: 1, name: "Topic", field: "fields.Other" })).toBe("fields.Other");
});

test("every choice has a value of its own", () => {
  const values = optionsOf({ index: 1, name: "Topic", field: null }).map(({ value }) => value);
  expect(new Set(values).size).toBe(values.length);
  expect(values).toContain("fields.Topic");
});
