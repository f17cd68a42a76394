import { expect, test } from "vitest";
import { formatBytes, nameOf, outcomeOf, problemWords, prospectOf, sourceFrom, standingOf, undoneOf } from "./words.ts";

const counts = { received: 417, created: 412, updated: 3, unchanged: 0, rejected: 2 };
const none = { received: 0, created: 0, updated: 0, unchanged: 0, rejected: 0 };

test("says what would happen and what did", () => {
  expect(prospectOf(counts)).toBe("Would create 412, update 3, reject 2");
  expect(outcomeOf(counts)).toBe("412 created, 3 updated, 2 rejected");
  expect(prospectOf({ ...none, unchanged: 4 })).toBe("Would create 0, leave 4 as they are");
  expect(outcomeOf(none)).toBe("0 created");
  expect(undoneOf({ deleted: 1_400, restored: 3, kept: 12 })).toBe("1,400 deleted, 3 put back, 12 kept");
  expect(undoneOf({ deleted: 4, restored: 0, kept: 0 })).toBe("4 deleted");
});

test("a file that was only tried is not done", () => {
  expect(standingOf({ state: "done", dryRun: true }).word).toBe("Tried, not run");
  expect(standingOf({ state: "done", dryRun: false }).word).toBe("Done");
});

test("an import without a name is called by its format", () => {
  expect(nameOf({ name: "tickets.csv", format: "csv" })).toBe("tickets.csv");
  expect(nameOf({ name: null, format: "json" })).toBe("Import of JSON");
});

test.each([
  ["", "has 2 cells where the file has 8 columns", "The row has 2 cells where the file has 8 columns"],
  ["/contact/email", "must be an e-mail address", "contact.email must be an e-mail address"],
  ["/occurredAt", "“soon” in “Created” is no date", "“soon” in “Created” is no date"],
])("a problem at %j is a sentence", (pointer, message, words) =>
  expect(problemWords({ pointer, message })).toBe(words),
);

test.each([
  [1, "0.1 kB"],
  [999_999, "1,000 kB"],
  [4_100_000, "4.1 MB"],
  [2_147_483_648, "2.2 GB"],
])("%d bytes are %s", (bytes, words) => expect(formatBytes(bytes)).toBe(words));

test.each([
  ["Zendesk", "zendesk"],
  [" NPS Umfrage März ", "nps-umfrage-marz"],
  ["--x--", "x"],
  ["日本", ""],
])("%j is the source %j", (typed, source) => expect(sourceFrom(typed)).toBe(source));
