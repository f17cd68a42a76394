import fc from "fast-check";
import { expect, it } from "vitest";
import { marked } from "./excerpt.ts";

it("tells found words from what is around them", () => {
  expect(marked("the \u0002audit\u0003 log, \u0002audited\u0003")).toEqual([
    { text: "the ", match: false },
    { text: "audit", match: true },
    { text: " log, ", match: false },
    { text: "audited", match: true },
  ]);
  expect(marked("")).toEqual([]);
  expect(marked("<b>no markup</b>")).toEqual([{ text: "<b>no markup</b>", match: false }]);
});

it("loses and adds nothing", () => {
  const plain = fc.string().map((text) => text.replaceAll("\u0002", "").replaceAll("\u0003", ""));
  fc.assert(
    fc.property(fc.array(fc.record({ text: plain, match: fc.boolean() })), (pieces) => {
      const text = pieces.map(({ text, match }) => (match ? `\u0002${text}\u0003` : text)).join("");
      expect(
        marked(text)
          .map((piece) => piece.text)
          .join(""),
      ).toBe(pieces.map((piece) => piece.text).join(""));
    }),
  );
});
