import { expect, test } from "vitest";
import { confidenceText } from "./confidence.ts";

test("confidence stands in its field as it was given, and nothing where there is none", () => {
  expect([null, 0, 70].map(confidenceText)).toEqual(["", "0", "70"]);
});
