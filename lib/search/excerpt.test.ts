import fc from "fast-check";
import { expect, it } from "vitest";
import { here } from "#lib/core/testing.ts";
import { excerptOf, finder, marked } from "./excerpt.ts";

const found = (stems: string[], text: string, beginning: string | null = null) =>
  marked(text, finder(stems, beginning))
    .filter((piece) => piece.match)
    .map((piece) => piece.text);

it("marks the words that the database took for the same, and no others", () => {
  expect(found(["audit"], "The AUDIT log, audited by auditors; auditorium")).toEqual(["AUDIT", "audited", "auditors"]);
  expect(found(["happi"], "Happy, happier, happiness? Hapless.")).toEqual(["Happy", "happier"]);
  expect(found(["plan"], "plan planned planning plans plane planet")).toEqual([
    "plan",
    "planned",
    "planning",
    "plans",
    "plane",
  ]);
  expect(found(["cat"], "cat cats catalog")).toEqual(["cat", "cats"]);
  expect(found([], "export exporting expo", "expo")).toEqual(["export", "exporting", "expo"]);
  expect(found(["acme-labs.example"], "at acme-labs.example")).toEqual(["acme", "labs", "example"]);
  expect(found(["über"], "ÜBER uns")).toEqual(["ÜBER"]);
});

it("marks languages without spaces wherever they stand", () => {
  const text = "東京の株式会社です。会社";
  expect(marked(text, finder([], null, ["会社"]))).toEqual([
    { text: "東京の株式", match: false },
    { text: "会社", match: true },
    { text: "です。", match: false },
    { text: "会社", match: true },
  ]);
  const long = excerptOf(`${"長".repeat(500)}会社${"文".repeat(500)}`, finder([], null, ["会社"]));
  expect(long.filter((piece) => piece.match)).toEqual([{ text: "会社", match: true }]);
});

it("shows the place where the first word was found, cut at words", () => {
  const body = `${"before ".repeat(40)}\n\n  walrus ${"after ".repeat(80)}`;
  const pieces = excerptOf(body, finder(["walrus"], null));
  const text = pieces.map((piece) => piece.text).join("");
  expect(pieces[1]).toEqual({ text: "walrus", match: true });
  expect(text).toMatch(/^… (before )+walrus (after )+…$/);
  expect(text.length).toBeLessThan(260);
  expect(excerptOf("short  and\nplain", finder(["walrus"], null))).toEqual([{ text: "short and plain", match: false }]);
  expect(excerptOf("", finder(["walrus"], null))).toEqual([]);
  expect(excerptOf("<b>no markup</b>", finder([], null))).toEqual([{ text: "<b>no markup</b>", match: false }]);
});

it("loses and adds nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.array(fc.string()), (text, stems) => {
      const pieces = marked(text, finder(stems, "a"));
      expect(pieces.map((piece) => piece.text).join("")).toBe(text);
    }),
  );
});

it("shows no more than a line, whatever the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 2_000 }), fc.string({ minLength: 1 }), (text, stem) => {
      const length = excerptOf(text, finder([stem], null)).reduce((all, piece) => all + piece.text.length, 0);
      expect(length).toBeLessThan(520);
    }),
  );
});

it("I7 50 KB of anything is cut within 50 ms", () => {
  const isFound = finder(["walrus", "happi", "plan"], "wal");
  for (const text of ["a", " ", "plan", "plan ", "i ", "i\u0301", "\u{1F600}"].map((part) =>
    part.repeat(50_000 / part.length),
  )) {
    const times = Array.from({ length: 10 }, () => {
      const began = performance.now();
      excerptOf(text, isFound);
      return performance.now() - began;
    });
    expect(Math.min(...times)).toBeLessThan(here(50));
  }
});
