import { expect, test } from "vitest";
import { excerpt } from "./excerpt.ts";

test("the words remain, the marks of Markdown go", () => {
  expect(excerpt("# Hello\n\n- our **auditors** want [the log](https://a.example)\n> as a `file`")).toBe(
    "Hello our auditors want the log as a file",
  );
});

test("it ends with an ellipsis where it was cut", () => {
  expect(excerpt("one two three", 7)).toBe("one two…");
});

test("snake_case and 5 * 3 * 2 are words, not emphasis", () => {
  expect(excerpt("set max_rows_total to 5 * 3 * 2")).toBe("set max_rows_total to 5 * 3 * 2");
});

test("fifty thousand characters take no time", () => {
  const start = performance.now();
  excerpt(`${"[".repeat(25_000)}${"*_".repeat(12_500)}`);
  expect(performance.now() - start).toBeLessThan(50);
});
