import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AppError } from "#lib/core/errors.ts";
import * as fields from "#lib/core/fields.ts";
import { decodeCursor } from "#lib/core/pagination.ts";
import { fill, hostileTexts, nested } from "#lib/core/testing/hostile-texts.ts";
import { slowAmong } from "#lib/core/testing.ts";
import { companyHost } from "#lib/customers/free-mail.ts";
import { companyDomain } from "#lib/customers/matching/known.ts";
import { snippet, toMarkdown } from "#lib/feedback/markup.ts";
import { ownBeginning, ownLength, ownWords } from "#lib/feedback/own-words/rules.ts";
import { feedbackRecord } from "#lib/feedback/schema.ts";
import { parseSearch } from "#lib/finding/parse.ts";
import { wantedOf, waysOf } from "#lib/finding/wanted.ts";
import { isPassage } from "#lib/ideas/evidence/quote.ts";
import { idInApiKey } from "#lib/identity/api-keys/format.ts";
import { safeReturnTo } from "#lib/identity/return-to.ts";
import { excerptOf, finder } from "#lib/search/excerpt.ts";
import { mentionedIn, mentionOf, mentionsAsWords } from "#lib/talk/mentions/rules.ts";
import { requestIdOf } from "./app.ts";
import { decodeJson, decodeQuery } from "./decode.ts";

/** Everything below `lib/imports` that takes a text apart, with 50 KB of anything. Imports have a file of their own. */

const refusable = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
};

const isFound = finder(["walrus", "happi", "plan"], "wal");
const query = z.strictObject({
  q: z.string().optional(),
  tag: z.array(z.string()).optional(),
  n: z.number().optional(),
});

const readers: Record<string, (text: string) => unknown> = {
  "a key": idInApiKey,
  "a request's id": requestIdOf,
  "a way back": (text) => safeReturnTo(text),
  "a cursor": (text) => refusable(() => decodeCursor(text, 2)),
  "a body": (text) => refusable(() => decodeJson(Buffer.from(text))),
  "a body's field": (text) => refusable(() => decodeJson(Buffer.from(JSON.stringify({ [text]: text })))),
  "a query": (text) => refusable(() => decodeQuery(query, new URLSearchParams(text))),
  "a query's field": (text) =>
    refusable(() => decodeQuery(query, new URLSearchParams({ q: text, tag: text, n: text }))),
  "the host of an address": companyHost,
  "a company's domain": companyDomain,
  "a search": (text) => wantedOf(parseSearch(text)),
  "ways to type a search": (text) => waysOf(text.slice(0, 200)),
  "an excerpt": (text) => excerptOf(text, isFound),
  Markdown: (text) => snippet(toMarkdown(text).markdown),
  HTML: (text) => snippet(toMarkdown(`<p>${text}`).markdown),
  "somebody's own words": (text) => ownBeginning(text, ownLength(text)),
  "a reply": (text) => ownWords(`${text}\nOn 6 May 2024 at 9:30, Ken <k@x.example> wrote:\n${text}`),
  "a quote": (text) => isPassage(`${text.slice(0, 10_000)}~`, [text]),
  "a record": (text) => feedbackRecord.safeParse({ title: text, body: text, tags: [text], company: { domain: text } }),
  "a record's fields": (text) => feedbackRecord.safeParse({ title: "x", fields: { [text]: text }, externalUrl: text }),
  mentions: (text) => mentionedIn(text),
  "mentions as words": (text) => mentionsAsWords(text),
  "an e-mail address": (text) => fields.email.safeParse(text),
  "a domain": (text) => fields.domain.safeParse(text),
  "a link": (text) => fields.webUrl.safeParse(text),
  "an instant": (text) => fields.instant.safeParse(text),
  "a day": (text) => fields.day.safeParse(text),
  "an id": (text) => fields.id.safeParse(text),
  "a source": (text) => fields.sourceName.safeParse(text),
};

// What a pattern has matched so far decides where it goes wrong.
const heads = ["", "@[", "@[a](user:", "a@a", "https://a", "2026-01-01T00:00:00.", "tl_", "[", '"', "<", "-"];

describe("I7 50 KB of anything takes less than 50 ms", () => {
  it.each(Object.entries(readers))(
    "as %s",
    async (_, read) => {
      const cases = hostileTexts.flatMap(([name, text]) =>
        heads.map((head): [string, () => unknown] => [`${head}${name}`, () => read(`${head}${text}~`)]),
      );
      expect(await slowAmong(50, cases)).toEqual([]);
    },
    120_000,
  );

  it("as 5,000 mentions", async () => {
    const all = Array.from({ length: 5_000 }, () => mentionOf({ id: crypto.randomUUID(), name: "Ana [Lima]" }));
    const text = all.join(" ");
    expect(mentionedIn(text)).toHaveLength(5_000);
    const readings: [string, () => unknown][] = [
      ["ids", () => mentionedIn(text)],
      ["words", () => mentionsAsWords(text)],
      ["half of one each", () => mentionedIn(text.replaceAll(")", ""))],
    ];
    expect(await slowAmong(50, readings)).toEqual([]);
  });

  it("as a body that is nested 10,000 deep", async () => {
    const bodies = [
      nested("[", "", "]"),
      nested('{"a":', "1", "}"),
      fill("["),
      fill('{"a":['),
      `{"a":${nested("[", "1", "]")}}`,
    ];
    const inputs = bodies.map((body): [string, () => unknown] => [
      body.slice(0, 12),
      () =>
        refusable(() => {
          const value = decodeJson(Buffer.from(body));
          feedbackRecord.safeParse(value);
          feedbackRecord.safeParse({ title: "x", fields: { a: value }, messages: value });
        }),
    ]);
    expect(await slowAmong(50, inputs)).toEqual([]);
  });
});
