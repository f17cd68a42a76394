import { expect, test } from "vitest";
import { confidenceIn, confidenceText } from "./confidence.ts";

test("confidence is read as it is typed, and what is no number does not pass for none", () => {
  expect(["70", " 70 ", "70%", "70 %", "0"].map(confidenceIn)).toEqual([70, 70, 70, 70, 0]);
  expect(["", "  ", "%"].map(confidenceIn)).toEqual([null, null, null]);
  expect(["high", "7O", "1,5", "70%%"].map(confidenceIn)).toEqual(Array(4).fill(Number.NaN));
  expect([null, 0, 70].map(confidenceText)).toEqual(["", "0", "70"]);
});
