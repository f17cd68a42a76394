import { describe, expect, it } from "vitest";
import { domainsFrom, inputFrom, numberFrom, valuesOf } from "./company-values.ts";

describe("what was typed about a company", () => {
  it("is a number however people group its digits, and nothing when nothing stands there", () => {
    expect([numberFrom("48,000"), numberFrom("48 000.50"), numberFrom("1_000"), numberFrom("12'000")]).toEqual([
      48_000, 48_000.5, 1_000, 12_000,
    ]);
    expect([numberFrom(""), numberFrom("  ")]).toEqual([null, null]);
    expect(numberFrom("a lot")).toBeNaN();
    const typed = { ...valuesOf(null), arr: "a lot", health: "12", size: "1e" };
    expect(inputFrom(typed)).toMatchObject({ arr: Number.NaN, health: 12, size: Number.NaN });
  });

  it("is a host, also when an address was pasted", () => {
    expect(domainsFrom("https://www.Initech.example/about?x, initech.test;initech.test\nother.example")).toEqual([
      "initech.example",
      "initech.test",
      "other.example",
    ]);
    expect(domainsFrom(" , ")).toEqual([]);
  });

  it("says of an empty field that it is not known", () => {
    expect(inputFrom({ ...valuesOf(null), name: " Initech " })).toEqual({
      name: "Initech",
      arr: null,
      lifecycle: null,
      tier: null,
      renewsOn: null,
      health: null,
      size: null,
      ownerId: null,
      domains: [],
    });
  });
});
