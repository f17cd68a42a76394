import fc from "fast-check";
import { expect, test } from "vitest";
import { mentionedIn, mentionOf, mentionsAsWords, toEdit, toStore } from "./rules.ts";

const id = "01890000-0000-7000-8000-00000000abcd";

test("whatever somebody is called, a mention of them holds their id and reads as their name", () => {
  const name = fc.string({ minLength: 1, maxLength: 150, unit: "grapheme" }).filter((text) => /\S/.test(text));
  fc.assert(
    fc.property(name, (given) => {
      const text = `Ask ${mentionOf({ id, name: given })}, please`;
      expect(mentionedIn(text)).toEqual([id]);
      expect(mentionsAsWords(text)).toBe(`Ask @${given.trim().replace(/\s+/g, " ")}, please`);
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

test("what is edited reads as words, and is stored as mentions again: the longest name counts, and no part of a word", () => {
  const ana = { id, name: "Ana" };
  const lima = { id: "01890000-0000-7000-8000-00000000beef", name: "Ana (Lima)" };
  const stored = `${mentionOf(lima)}, ${mentionOf(ana)} and @[Gone](user:01890000-0000-7000-8000-000000000000)`;
  const words = `@Ana (Lima), @Ana and @[Gone](user:01890000-0000-7000-8000-000000000000)`;
  expect(toEdit(stored, [ana, lima])).toBe(words);
  expect(toStore(words, [ana, lima])).toBe(stored);
  expect(toStore("@Anastasia, ana@example.test, @Ana.", [ana])).toBe(
    `@Anastasia, ana@example.test, ${mentionOf(ana)}.`,
  );
  expect(toStore("@Ana", [ana, { ...lima, name: "Ana" }])).toBe(mentionOf(ana));
  expect(toStore("@Ana", [])).toBe("@Ana");
});
