import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { here } from "#lib/core/testing.ts";
import { isPassage, words } from "./quote.ts";

const ticket = `Hello,

our auditors ask for the **change log**
as a *file*, [every quarter](https://example.com/audit_log "why").

- They want CSV
- and they want it _signed_ &amp; dated

> Is that planned? snake_case_name too`;

describe("a quote is a passage of the text", () => {
  test.each([
    ["ask for the **change log**\nas a *file*", "as it stands in the source"],
    ["ask   for\tthe **change log** as", "with white space folded"],
    ["the change log as a file, every quarter.", "as it reads on the screen, without marks and link targets"],
    ["They want CSV\nand they want it signed & dated", "across the items of a list"],
    ["Is that planned?", "inside somebody's own quotation"],
    ["snake_case_name", "with marks that are part of a word"],
  ])("%j: %s", (quote) => {
    expect(isPassage(quote, ["Audit log", ticket])).toBe(true);
  });

  test.each([
    "ask for the log",
    "auditors never ask",
    "They want CSV signed",
    "example.com/other",
    "  \n ",
    "**",
    "change log as a file every quarter",
  ])("%j is not", (quote) => {
    expect(isPassage(quote, ["Audit log", ticket])).toBe(false);
  });

  test("it does not run across two texts", () => {
    expect(isPassage("Audit log Hello", ["Audit log", "Hello"])).toBe(false);
  });

  test("any slice of any text is a passage of it, however its white space is broken", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (whole, from, length) => {
        const start = from % whole.length;
        const slice = whole.slice(start, start + 1 + (length % whole.length));
        fc.pre(words(slice) !== "");
        expect(isPassage(slice.replaceAll(" ", "\n\n"), [whole])).toBe(true);
      }),
    );
  });

  test("a text that does not have the quote's letters does not have the quote", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-m *_[\]()\n-]{0,200}$/),
        fc.stringMatching(/^[a-m ]{0,5}[n-z]{1,5}$/),
        (text, quote) => {
          expect(isPassage(quote, [text])).toBe(false);
        },
      ),
    );
  });

  test("300,000 characters of nasty Markdown take no time to speak of", () => {
    const nasty = "[".repeat(100_000) + "* ".repeat(50_000) + "](".repeat(50_000);
    const started = performance.now();
    isPassage("not there", [nasty]);
    expect(performance.now() - started).toBeLessThan(here(500));
  });
});
