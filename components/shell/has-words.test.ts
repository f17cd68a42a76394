import { expect, it } from "vitest";
import { hasWords } from "./has-words.ts";

it("finds every word, anywhere, in any order and case", () => {
  expect(hasWords("Auditors help themselves", "HELP audit")).toBe(true);
  expect(hasWords("Auditors help themselves", "help nobody")).toBe(false);
  expect(hasWords("net_revenue (%)", "revenue %")).toBe(true);
  expect(hasWords("請求書が二重に送信されます", "二重")).toBe(true);
});

it("lets everything through while nothing is asked for", () => {
  expect(hasWords("Auditors", "")).toBe(true);
  expect(hasWords("", " ")).toBe(true);
  expect(hasWords("", "a")).toBe(false);
});
