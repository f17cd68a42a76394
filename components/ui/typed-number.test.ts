import { expect, test } from "vitest";
import { formatNumber } from "./format.ts";
import { typedNumber } from "./typed-number.ts";

test.each([
  ["48,000", 48_000],
  ["1,234.5", 1_234.5],
  ["1.234,5", 1_234.5],
  ["1 234,5", 1_234.5],
  ["1\u202f234.5", 1_234.5],
  ["1'234", 1_234],
  ["1_000", 1_000],
  ["1,234,567.25", 1_234_567.25],
  ["12,34,567", 1_234_567],
  ["1.234.567", 1_234_567],
  ["1.234.567,5", 1_234_567.5],
  ["10,5", 10.5],
  ["10,25", 10.25],
  ["0,125", 0.125],
  ["1234,125", 1_234.125],
  ["10.125", 10.125],
  ["-3.5", -3.5],
  ["+2", 2],
  [".5", 0.5],
  ["5.", 5],
  ["41 %", 41],
  ["$400", 400],
  ["1e3", 1_000],
])("%s is %d", (text, value) => {
  expect(typedNumber(text)).toBe(value);
});

test("nothing is null", () => {
  for (const text of ["", "  ", "%"]) expect(typedNumber(text)).toBeNull();
});

test("what could mean two things, or is no number, is none", () => {
  for (const text of [
    "1,2,3",
    "1.2.3",
    "1,234.5.6",
    "1,23.4,5",
    "12,34.5",
    "1.23,4,5",
    "ten",
    "1-2",
    "Infinity",
    "0x10",
    "1e999",
  ]) {
    expect(typedNumber(text), text).toBeNaN();
  }
});

test("every number that is shown can be typed as it is shown", () => {
  for (const value of [0, 7, 999, 1_000, 48_000, 1_234.5, 9_999_999.99, -12_345]) {
    expect(typedNumber(formatNumber(value))).toBe(value);
  }
});
