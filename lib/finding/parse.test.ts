import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { here } from "#lib/core/testing.ts";
import { parseSearch } from "./parse.ts";

const said = (q: string) => {
  const { terms, operators } = parseSearch(q);
  const words = terms.map((list) =>
    list.map(({ text, phrase, not }) => `${not ? "-" : ""}${phrase ? `"${text}"` : text}`).join(" "),
  );
  const rest = operators.map(({ name, value, not }) => `${not ? "-" : ""}${name}=${value}`);
  return [words.join(" or "), ...rest];
};

describe("what is typed into a search field", () => {
  it.each([
    ["audit log", ["audit log"]],
    ["  audit \t log\n", ["audit log"]],
    ['"audit log" csv', ['"audit log" csv']],
    ['say "to the end', ['say "to the end"']],
    ['a"b"c', ['a "b" c']],
    ['audit -csv -"log file"', ['audit -csv -"log file"']],
    ["--csv", ["-csv"]],
    ["e-mail re-open", ["e-mail re-open"]],
    ["- -- -", [""]],
    ["unicorn or csv OR pdf", ["unicorn or csv or pdf"]],
    ["or csv", ["or csv"]],
    ["csv or", ["csv"]],
    ["from:dana", ["", "from=dana"]],
    ["FROM:Dana export", ["export", "from=Dana"]],
    ['company:"Acme Inc" -tag:export is:inbox', ["", "company=Acme Inc", "-tag=export", "is=inbox"]],
    ["from:dana@initech.example", ["", "from=dana@initech.example"]],
    ["is: tag: csv", ["csv"]],
    ["label:x http://a.example/b:c 10:30", ["label:x http://a.example/b:c 10:30"]],
    ["this:is:inbox", ["this:is:inbox"]],
    ["", [""]],
    ["   ", [""]],
  ])("%s", (q, expected) => {
    expect(said(q)).toEqual(expected);
  });

  it("knows whether the last word is still being typed", () => {
    expect(["exp", "bulk exp", "a or exp"].map((q) => parseSearch(q).open)).toEqual([true, true, true]);
    expect(
      ["", "exp ", '"exp"', '"exp', "-exp", "tag:exp", "exp tag:a", "exp or"].map((q) => parseSearch(q).open),
    ).toEqual(Array(8).fill(false));
  });

  it("loses no word and invents none", () => {
    const letters = fc.stringMatching(/^[a-z]{1,8}$/).filter((word) => !/^or$/i.test(word));
    fc.assert(
      fc.property(
        fc.array(letters, { minLength: 1 }),
        fc.array(fc.constantFrom("from", "company", "tag", "is")),
        (words, names) => {
          const q = [...words, ...names.map((name, at) => `${name}:v${at}`)].join("  ");
          const { terms, operators } = parseSearch(q);
          expect(terms.flat().map(({ text }) => text)).toEqual(words);
          expect(operators.map(({ name, value }) => `${name}:${value}`)).toEqual(
            names.map((name, at) => `${name}:v${at}`),
          );
        },
      ),
    );
  });

  it("takes anything", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (q) => {
        const { terms, operators } = parseSearch(q);
        expect(
          [...terms.flat().map(({ text }) => text), ...operators.map(({ value }) => value)].every(
            (text) => text.trim() !== "",
          ),
        ).toBe(true);
      }),
    );
  });
});

it("I7 50 KB of anything is taken apart within 50 ms", () => {
  const parts = [
    "a",
    " ",
    "-",
    '"',
    "a ",
    "- ",
    '" ',
    "-a ",
    'a" ',
    "is:",
    "is: ",
    "is:a ",
    'is:"',
    "or ",
    "a or ",
    "a:",
    "\u{1F600}",
    "会 ",
  ];
  for (const part of parts) {
    const q = part.repeat(50_000 / part.length);
    const times = Array.from({ length: 10 }, () => {
      const began = performance.now();
      parseSearch(q);
      return performance.now() - began;
    });
    expect(Math.min(...times), part).toBeLessThan(here(50));
  }
});
