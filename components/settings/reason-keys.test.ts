import { expect, test } from "vitest";
import { updateWorkspaceInput } from "#lib/workspaces/schema.ts";
import { blankReason, keyedReasons, repeatedAt } from "./reason-keys.ts";

const kept = { key: "not_now", label: "Not now" };

test("a new reason gets a key of its words, and one that is there keeps its own", () => {
  const renamed = { key: "too_few", label: " Only one asks " };
  const first = { ...blankReason([kept]), label: "Für später" };
  const second = { ...blankReason([kept, first]), label: "Not now!" };
  const third = { ...blankReason([kept, first, second]), label: "日本" };
  expect(keyedReasons([second, kept, renamed, first, third])).toEqual([
    { key: "not_now_2", label: "Not now!" },
    { key: "not_now", label: "Not now" },
    { key: "too_few", label: "Only one asks" },
    { key: "fur_spater", label: "Für später" },
    { key: "reason", label: "日本" },
  ]);
});

test("whatever its words, the API takes the key", () => {
  const labels = ["x".repeat(100), "_ _", "ÄÖÜ".repeat(30), `${"a".repeat(35)}-b`, "x".repeat(100), "x".repeat(99)];
  const reasons = labels.map((label, n) => ({ key: `new:${n}`, label }));
  expect(updateWorkspaceInput.safeParse({ setAsideReasons: keyedReasons(reasons) }).error).toBeUndefined();
});

test("two that say the same are found, two that say nothing yet are not that", () => {
  const of = (...labels: string[]) => repeatedAt(labels.map((label, n) => ({ key: String(n), label })));
  expect(of("Not now", "Too few", " not NOW ")).toBe(2);
  expect(of("Not now", "", "")).toBe(-1);
});
