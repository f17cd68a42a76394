import { expect, test } from "vitest";
import { addShortcuts, findShortcut, listedShortcuts, startsSequence } from "./shortcut-registry.ts";

const run = () => {};

test("the newest layer wins, and what it hid comes back when it goes", () => {
  const page = addShortcuts([{ keys: "j", label: "Next card", run }]);
  const panel = addShortcuts([{ keys: "J", label: "Next step", run }]);
  expect(findShortcut("j")?.label).toBe("Next step");
  panel();
  expect(findShortcut("j")?.label).toBe("Next card");
  page();
  expect(findShortcut("j")).toBeUndefined();
});

test("hidden shortcuts act and are not listed", () => {
  const remove = addShortcuts([
    { keys: "g i", label: "Inbox", run },
    { keys: "Escape", label: "Close", run, hidden: true },
  ]);
  expect(startsSequence("G")).toBe(true);
  expect(startsSequence("i")).toBe(false);
  expect(findShortcut("Escape")?.label).toBe("Close");
  expect(listedShortcuts().map((shortcut) => shortcut.keys)).toEqual(["g i"]);
  remove();
  expect(listedShortcuts()).toEqual([]);
});
