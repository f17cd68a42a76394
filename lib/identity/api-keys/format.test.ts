import fc from "fast-check";
import { expect, test } from "vitest";
import { newId } from "#lib/core/id.ts";
import { idInApiKey, makeApiKey } from "./format.ts";

test("A11 a key carries its id, a prefix to know it by and 256 bits that are never the same", () => {
  const id = newId();
  const made = Array.from({ length: 200 }, () => makeApiKey(id));
  expect(new Set(made.map(({ key }) => key)).size).toBe(200);
  for (const { key, prefix } of made) {
    expect(key).toMatch(/^tl_[0-9a-f]{32}_[0-9A-Za-z]{49}$/);
    expect(key.startsWith(`${prefix}_`)).toBe(true);
    expect(idInApiKey(key)).toBe(id);
  }
});

test("A11 the checksum finds any one wrong character", () => {
  const { key } = makeApiKey(newId());
  const places = fc.integer({ min: 0, max: key.length - 1 });
  const letters = fc.constantFrom(..."0123456789abcdefXYZ_");
  fc.assert(
    fc.property(places, letters, (place, letter) => {
      fc.pre(key[place] !== letter);
      expect(idInApiKey(key.slice(0, place) + letter + key.slice(place + 1))).toBeNull();
    }),
    { numRuns: 2_000 },
  );
});

test.each(["", "tl_", "tl__", " ", "Bearer", `tl_${"0".repeat(32)}_${"0".repeat(49)}`, `${makeApiKey(newId()).key} `])(
  "%j is no key",
  (text) => expect(idInApiKey(text)).toBeNull(),
);
