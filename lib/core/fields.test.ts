import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { day, email, extraFields, instant, markdown, measure, money, tags, webUrl } from "./fields.ts";

const takes = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success;

describe("fields", () => {
  it("I3 refuse NUL and half of a surrogate pair, and take everything else as it is", () => {
    for (const bad of ["a\u0000b", "\ud83d", "x\udc00", "\udc00\ud83d"]) expect(takes(markdown, bad)).toBe(false);
    for (const good of ["\u202Eabc", "a\u200Bb", "e\u0301 \u00e9", "👩‍👩‍👧", "\ud83d\ude00", "x".repeat(400_000)]) {
      expect(markdown.parse(good)).toBe(good);
    }
    expect(takes(markdown, "x".repeat(400_001))).toBe(false);
  });

  it("I12 take instants and days that exist, with an offset or in UTC", () => {
    for (const good of ["2026-02-01T00:00:00Z", "2024-02-29T23:59:59.999999Z", "2026-03-29T02:30:00+01:00"]) {
      expect(takes(instant, good), good).toBe(true);
    }
    for (const bad of [
      "2025-02-29T00:00:00Z",
      "2026-01-01T24:00:00Z",
      "12026-01-01T00:00:00Z",
      "2026-01-01 00:00:00",
      "0000-01-01T00:00:00Z",
    ]) {
      expect(takes(instant, bad), bad).toBe(false);
    }
    expect(takes(day, "2024-02-29")).toBe(true);
    for (const bad of ["2025-02-29", "2026-13-01", "10000-01-01", "2026-1-1"]) expect(takes(day, bad), bad).toBe(false);
  });

  it("I12 take numbers that are stored exactly", () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number("1e309"), 1e16])
      expect(takes(measure, bad)).toBe(false);
    expect(measure.parse(-0)).toBe(-0);
    expect(takes(money, 0.1 + 0.2)).toBe(false);
    for (const good of [0, 0.01, 48_000, 1e10, 19.99]) expect(takes(money, good), String(good)).toBe(true);
    expect(takes(money, -1)).toBe(false);
  });

  it("take an address that is one address", () => {
    expect(takes(email, "dana.ito+x@initech.example")).toBe(true);
    for (const bad of [
      '"e@attacker.example"@victim.example',
      "a@b.example,c@d.example",
      "a@b.example\r\nBcc: c@d.example",
      "a\uff20b.example",
      "<a@b.example> c@d.example",
      `${"a".repeat(320)}@b.example`,
      "a@localhost",
    ]) {
      expect(takes(email, bad), bad).toBe(false);
    }
  });

  it("take links for browsers only", () => {
    expect(takes(webUrl, "https://acme.zendesk.com/agent/tickets/1")).toBe(true);
    for (const bad of ["javascript:alert(1)", "data:text/html,x", "ftp://x.example", "//x", "x"]) {
      expect(takes(webUrl, bad), bad).toBe(false);
    }
  });

  it("I10 refuse names that would reach a prototype", () => {
    expect(takes(extraFields, { constructor: 1 })).toBe(false);
    expect(takes(extraFields, { plan: "enterprise", seats: 12, trial: false, note: null })).toBe(true);
    expect(takes(extraFields, { nested: {} })).toBe(false);
    expect(takes(tags, ["a", " "])).toBe(false);
  });
});
