import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { FormattedWords } from "./formatted-words.tsx";
import { plainParagraphs } from "./plain-paragraphs.ts";

const parsed = (text: string) =>
  renderToStaticMarkup(<FormattedWords text={text} marks={[]} people={new Map()} />).replace(/<\/p>\n<p /g, "</p><p ");
const plain = (text: string) =>
  plainParagraphs(text)?.map(({ at, words }) => (
    <p key={at} dir="auto">
      {words}
    </p>
  )) ?? null;
/** White space that a browser folds into one. */
const folded = (html: string) => html.replace(/[ \n]+/g, " ");

test("what is taken for plain is what the parser makes of it", () => {
  const word = fc.constantFrom(
    "a",
    "Öl",
    "12",
    "3.",
    "4)",
    "-",
    "+",
    "=",
    "1.5",
    "e.g.",
    "50%",
    "(so)",
    '"x"',
    "it's",
    "!",
    "?",
    "😀",
    "  ",
    "    ",
    "\n",
    "\n\n",
    "\n \n",
    ":",
    "http",
    "::",
    "ftp:",
    "{",
    "}",
    "^",
    "$5",
    "…",
    "–",
    "\u00a0",
    "»",
    "/",
    ";",
  );
  const anything = fc
    .array(fc.oneof(word, fc.string({ maxLength: 4, unit: "grapheme" })), { maxLength: 14 })
    .map((words) => words.join(" "));
  const joined = fc.array(word, { maxLength: 14 }).map((words) => words.join(""));
  let seen = 0;
  fc.assert(
    fc.property(fc.oneof(anything, joined), (text) => {
      const quick = plain(text);
      if (quick === null) return;
      seen++;
      expect(folded(renderToStaticMarkup(quick)), JSON.stringify(text)).toBe(folded(parsed(text)));
    }),
    { numRuns: 3_000 },
  );
  expect(seen).toBeGreaterThan(300);
});

test.each([
  "**bold**",
  "a@b.example",
  "https://a.example",
  "www.a.example",
  "- item",
  "1. item",
  "a\n===",
  "&amp;",
  "    code",
  "a  \nb",
  "<b>",
  "a\tb",
])("%j goes to the parser", (text) => expect(plainParagraphs(text)).toBeNull());

test("what people write in a mail is plain", () => {
  expect(plainParagraphs("Hello,\nour auditors ask for it (every quarter).\n\nThanks! Dana")).toEqual([
    { at: 0, words: "Hello,\nour auditors ask for it (every quarter)." },
    { at: expect.any(Number), words: "Thanks! Dana" },
  ]);
});
