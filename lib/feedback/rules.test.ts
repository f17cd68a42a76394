import { expect, test } from "vitest";
import { metOf } from "./rules.ts";
import type { ReopenWhen } from "./schema.ts";

const known = { today: "2027-03-01", renewsOn: null, arr: null, companies: 1, currency: "USD" };
const said = (when: ReopenWhen, more: object = {}) => metOf(when, { ...known, ...more }).map(({ words }) => words);

test("a day has come on the day itself, and stays so", () => {
  expect(said({ on: "2027-03-02" })).toEqual([]);
  expect(said({ on: "2027-03-01" })).toEqual(["1 March 2027 has come."]);
  expect(said({ on: "2026-12-31" })).toEqual(["31 December 2026 has come."]);
});

test("a renewal is near from so many days before it until its day", () => {
  const renews = (renewsOn: string | null) => said({ renewalWithinDays: 30 }, { renewsOn });
  expect(renews("2027-04-01")).toEqual([]);
  expect(renews("2027-03-31")).toEqual(["The company renews in 30 days."]);
  expect(renews("2027-03-02")).toEqual(["The company renews in 1 day."]);
  expect(renews("2027-03-01")).toEqual(["The company renews today."]);
  expect(renews("2027-02-28")).toEqual([]);
  expect(renews(null)).toEqual([]);
});

test("ARR and companies count from the number that was named", () => {
  expect(said({ arr: 200_000 }, { arr: 199_999.99 })).toEqual([]);
  expect(said({ arr: 200_000 }, { arr: 200_000 })).toEqual(["The company's ARR has reached $200,000."]);
  expect(said({ arr: 0 })).toEqual([]);
  expect(said({ companies: 2 })).toEqual([]);
  expect(said({ companies: 1 })).toEqual(["1 company has said it."]);
  expect(said({ companies: 2 }, { companies: 1_204 })).toEqual(["1,204 companies have said it."]);
});

test("of several conditions one is enough, and all that hold are told", () => {
  const when = { on: "2027-03-01", arr: 5, companies: 3 };
  expect(metOf(when, { ...known, arr: 7 }).map(({ condition }) => condition)).toEqual(["on", "arr"]);
  expect(said({})).toEqual([]);
});
