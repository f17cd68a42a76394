import { describe, expect, it } from "vitest";
import { belowFloor, isBelow, missingFrom } from "./lockfile.mjs";

describe("floors", () => {
  it("compare versions by number, and a pre-release as lower than its version", () => {
    expect(isBelow("16.4.0", "16.4.1")).toBe(true);
    expect(isBelow("16.10.0", "16.4.1")).toBe(false);
    expect(isBelow("16.4.1", "16.4.1")).toBe(false);
    expect(isBelow("16.4.1-canary.1", "16.4.1")).toBe(true);
  });

  it("hold for nested copies too, and for no package of a similar name", () => {
    const packages = {
      "": { version: "0.0.1" },
      "node_modules/next": { version: "16.4.6" },
      "node_modules/a/node_modules/next": { version: "15.0.0" },
      "node_modules/next-auth": { version: "4.0.0" },
    };
    expect(belowFloor(packages, { next: "16.4.1" })).toEqual([
      "node_modules/a/node_modules/next is 15.0.0, the floor is 16.4.1",
    ]);
  });
});

describe("entries", () => {
  it("are missing when Node would find none of them from the package that asks", () => {
    const packages = {
      "": { optionalDependencies: { top: "1.0.0" } },
      "node_modules/a": {
        optionalDependencies: { "@x/linux": "1.0.0", "@x/darwin": "1.0.0", inner: "2.0.0" },
        dev: true,
      },
      "node_modules/@x/linux": { version: "1.0.0" },
      "node_modules/a/node_modules/inner": { version: "2.0.0" },
      "node_modules/top": { version: "1.0.0" },
    };
    expect(missingFrom(packages).map(({ name, of }) => `${name} of ${of}`)).toEqual(["@x/darwin of node_modules/a"]);
  });
});
