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

test("lets a page have keys that something else has where no page does, whichever came first", () => {
  const [page, everywhere] = [
    { keys: "/", label: "Filter", run: () => {} },
    { keys: "/", label: "Search", fallback: true, run: () => {} },
  ];
  for (const order of [
    [page, everywhere],
    [everywhere, page],
  ]) {
    const leave = order.map((shortcut) => addShortcuts([shortcut]));
    expect(findShortcut("/")).toBe(page);
    expect(listedShortcuts().map(({ label }) => label)).toEqual(["Filter"]);
    leave[order.indexOf(page)]?.();
    expect(findShortcut("/")).toBe(everywhere);
    leave[order.indexOf(everywhere)]?.();
  }
});
