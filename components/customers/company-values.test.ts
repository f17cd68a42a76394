import { describe, expect, it } from "vitest";
import { domainsFrom, inputFrom, valuesOf } from "./company-values.ts";

describe("what was typed about a company", () => {
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
