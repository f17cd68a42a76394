import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { fill, hostileTexts, nested } from "#lib/core/testing/hostile-texts.ts";
import { slowAmong } from "#lib/core/testing.ts";
import { FormattedWords } from "./formatted-words.tsx";
import { markRanges } from "./mark-ranges.ts";

const html = (text: string, marks: string[] = []) =>
  renderToStaticMarkup(<FormattedWords text={text} marks={marks} people={new Map()} />);
const hrefs = (out: string) => [...out.matchAll(/ href="([^"]*)"/g)].map((match) => match[1] ?? "");

describe("links", () => {
  test.each([
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example/a)",
    "[x](/w/acme/inbox)",
    "[x](#fragment)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
  ])("%s leads nowhere", (text) => {
    expect(hrefs(html(text))).toEqual([]);
  });

  test("http, https and mailto are kept, and never tell the page who sent the reader", () => {
    const out = html("[a](http://a.example) [b](https://b.example/?q=1) <dana@c.example> https://d.example");
    expect(hrefs(out)).toEqual([
      "http://a.example",
      "https://b.example/?q=1",
      "mailto:dana@c.example",
      "https://d.example",
    ]);
    expect(out.match(/rel="noopener noreferrer nofollow"/g)).toHaveLength(4);
    expect(out.match(/target="_blank"/g)).toHaveLength(4);
  });

  test("a picture is not loaded: it becomes a link", () => {
    const out = html("![a chart](https://evil.example/pixel.png)");
    expect(out).not.toContain("<img");
    expect(hrefs(out)).toEqual(["https://evil.example/pixel.png"]);
    expect(out).toContain("Image: a chart");
  });
});

describe("HTML", () => {
  test.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "a <b onmouseover=alert(1)>b</b>",
    "<style>*{display:none}</style>",
    "<a href='javascript:alert(1)'>x</a>",
    "</noscript><script>alert(1)</script>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
  ])("%s is shown as the characters it is", (text) => {
    const out = html(text);
    expect(out).not.toMatch(/<(script|img|svg|iframe|style|math|b|a)[\s>/]/i);
    expect(out).toContain("&lt;");
  });

  test("a stray address in angle brackets stays readable", () => {
    expect(html("write to <Dana Ito> please")).toContain("&lt;Dana Ito&gt;");
  });
});

test("headings of a message do not enter the outline of the page", () => {
  expect(html("# One\n\n###### Six")).not.toMatch(/<h[1-6]/);
});

describe("marks", () => {
  test("a passage is marked across emphasis and line breaks", () => {
    const out = html("our **auditors** want\nthe log", ["auditors want the log"]);
    expect(out).toContain("<strong><mark>auditors</mark></strong><mark> want\nthe log</mark>");
  });

  test("overlapping passages give one mark", () => {
    expect(html("one two three", ["one two", "two three"]).match(/<mark>/g)).toHaveLength(1);
  });

  test("what is not in the text, and what would be a pattern, changes nothing", () => {
    expect(html("one two", ["three", ".*", " "])).not.toContain("<mark>");
  });

  test("a passage of pattern characters is taken word for word", () => {
    expect(html("costs $5 (per seat)?", ["$5 (per seat)?"])).toContain("<mark>$5 (per seat)?</mark>");
  });
});

describe("text that was made to hurt", () => {
  const deep = Array.from({ length: 150 }, (_, at) => `${"  ".repeat(at)}- a`).join("\n");
  test.each([
    ["quotes", `${">".repeat(10_000)}a`],
    ["lists", `${"- ".repeat(9_000)}a`],
    ["numbers", `${"1. ".repeat(6_000)}a`],
    ["mixed", `${"> - ".repeat(4_000)}a`],
    ["indented", deep],
    ["footnotes", "[^a]: ".repeat(3_000)],
    ["emphasis", `${"**a ".repeat(4_000)}${"**".repeat(2_000)}`],
    ["brackets", "[".repeat(19_000)],
    ["links", "[a](".repeat(4_900)],
    ["columns", `${"|a".repeat(5_000)}\n${"|-".repeat(4_000)}`],
    ["ticks", "`a".repeat(9_900)],
    ["megabyte", "word ".repeat(200_000)],
  ])("%s", (_, text) => {
    const start = performance.now();
    expect(html(text, ["word word"]).length).toBeGreaterThan(text.length / 4);
    expect(performance.now() - start).toBeLessThan(1_500);
  });
});

describe("I7 50 KB of anything takes less than 50 ms", () => {
  test("to be shown", async () => {
    const texts: [string, string][] = [
      ...hostileTexts,
      ["quotes 10,000 deep", `${">".repeat(10_000)}a`],
      ["lists 10,000 deep", `${"- ".repeat(10_000)}a`],
      ["emphasis 10,000 deep", nested("**a ", "b", "**")],
      ["brackets 10,000 deep", nested("[", "a", "](x)")],
      ["HTML 10,000 deep", nested("<div>", "a", "</div>")],
    ];
    const cases = texts.map(([name, text]): [string, () => unknown] => [
      name,
      () => html(text, [text.slice(0, 2_000)]),
    ]);
    expect(await slowAmong(50, cases)).toEqual([]);
  }, 60_000);

  test("to have a quote marked in it", async () => {
    const texts: [string, string][] = [...hostileTexts, ["words", fill("a ")], ["two words", fill("a b ")]];
    const cases = texts.flatMap(([name, text]): [string, () => unknown][] => [
      [name, () => markRanges(text, [`${text.slice(0, 10_000)}~`, `~${text.slice(0, 10_000)}`])],
      [`${name} found`, () => markRanges(`${text}~`, [`${text.slice(0, 10_000)}~`])],
    ]);
    expect(await slowAmong(50, cases)).toEqual([]);
  }, 60_000);
});

test("a passage is found whatever its case, its white space and the letters beside it", () => {
  const found = (text: string, ...passages: string[]) =>
    markRanges(text, passages).map(({ from, to }) => text.slice(from, to));
  expect(found("One  TWO\n\tthree", "one two three")).toEqual(["One  TWO\n\tthree"]);
  expect(found("İstanbul is far", "is far")).toEqual(["is far"]);
  expect(found("aab aaab", "aaab")).toEqual(["aaab"]);
  expect(found("one two", " two ", "three", " ")).toEqual(["two"]);
  expect(found("🙂 yes 🙂 no", "🙂 NO")).toEqual(["🙂 no"]);
});
