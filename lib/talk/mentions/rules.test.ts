import fc from "fast-check";
import { expect, test } from "vitest";
import { mentionedIn, mentionOf, mentionsAsWords } from "./rules.ts";

const id = "01890000-0000-7000-8000-00000000abcd";

test("whatever somebody is called, a mention of them holds their id and reads as their name", () => {
  const name = fc.string({ minLength: 1, maxLength: 150, unit: "grapheme" }).filter((text) => /\S/.test(text));
  fc.assert(
    fc.property(name, (given) => {
      const text = `Ask ${mentionOf({ id, name: given })}, please`;
      expect(mentionedIn(text)).toEqual([id]);
      expect(mentionsAsWords(text)).toBe(`Ask @${given.replace(/\s+/g, " ")}, please`);
    }),
  );
});

test("a mention reads by the present name, each id counts once, and what is none stays as it is", () => {
  const text = `@[Old](user:${id}) and @[Old](user:${id.toUpperCase()}), [not](user:${id}), @[no](user:1), @[a\nb](user:${id})`;
  expect(mentionedIn(text)).toEqual([id]);
  expect(mentionsAsWords(text, new Map([[id, "New"]]))).toBe(
    `@New and @New, [not](user:${id}), @[no](user:1), @[a\nb](user:${id})`,
  );
});
