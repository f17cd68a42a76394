import { expect, test } from "vitest";
import { comesBackWords } from "./comes-back-words.ts";

test("says what a message waits for, all of it, and nothing where it waits for nothing", () => {
  expect(comesBackWords({ on: "2027-03-01" }, "USD")).toBe("Comes back on 1 Mar 2027");
  expect(comesBackWords({ companies: 1, arr: 200_000, renewalWithinDays: 60 }, "USD")).toBe(
    "Comes back 60 days before the company renews, or when the company's ARR reaches $200k, or when 1 company has said it",
  );
  expect(comesBackWords({}, "USD")).toBeNull();
  expect(comesBackWords(null, "USD")).toBeNull();
});
