import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isCurrency, isTimeZone, slugFrom } from "./rules.ts";
import { slug } from "./schema.ts";

describe("an address made of a name", () => {
  test.each([
    ["Acme", "acme"],
    ["Dana’s workspace", "danas-workspace"],
    ["Café Müller & Söhne", "cafe-muller-sohne"],
    ["  --  ", "workspace"],
    ["日本", "workspace"],
  ])("%s becomes %s", (name, expected) => expect(slugFrom(name)).toBe(expected));

  test("is one whatever the name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (name) => {
        expect(slug.safeParse(slugFrom(name)).success).toBe(true);
      }),
    );
  });
});

test.each(["Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires"])("%s is a time zone", (name) =>
  expect(isTimeZone(name)).toBe(true),
);
test.each(["", "+01:00", "Mars/Phobos", "Europe/Berlin'; --", "-1"])("%j is no time zone", (name) =>
  expect(isTimeZone(name)).toBe(false),
);

test("currencies are those of ISO 4217", () => {
  expect(["EUR", "USD", "JPY"].map(isCurrency)).toEqual([true, true, true]);
  expect(["eur", "EURO", "ZZZ", ""].map(isCurrency)).toEqual([false, false, false, false]);
});
