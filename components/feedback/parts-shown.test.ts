import { expect, test } from "vitest";
import { partsShown } from "./parts-shown.ts";

const text = "We need **exports**.\n\nOn 6 May 2024, Ken wrote:\n> Which *format* do you\n> need?\n";
const shown = (...quotes: string[]) => {
  const { kind, isOpen } = partsShown(text, quotes);
  return kind === null ? "whole" : isOpen ? "open" : "folded";
};

test.each([
  [[], "folded"],
  [["need exports"], "folded"],
  [["Which format do you need?"], "open"],
  [["We need exports.", "which  format"], "open"],
  [["exports. On 6 May"], "whole"],
  [["words of another message"], "folded"],
  [["👍"], "folded"],
])("with %j linked, the message is shown %s", (quotes, how) => {
  expect(shown(...quotes)).toBe(how);
});
