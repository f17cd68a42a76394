import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { safeReturnTo } from "./return-to.ts";
import { redirectPayloads } from "./testing.ts";

const here = "https://throughline.example";

describe("where to go after signing in", () => {
  test.each(redirectPayloads)("A14 %j leads nowhere else", (payload) => {
    expect(safeReturnTo(payload, "/start")).toBe("/start");
  });

  test("A14 at least 60 payloads are tried", () => expect(new Set(redirectPayloads).size).toBeGreaterThanOrEqual(60));

  test.each([
    "/",
    "/w/acme/inbox",
    "/w/acme/ideas/01a200b2-f514-7398-b49c-d8a45703bf6a?tab=evidence&q=a%20b#quote",
    "/w/acme/search?q=%C3%A9t%C3%A9&path=//x",
    "/account/password",
    "/apiary",
  ])("%s is kept", (path) => expect(safeReturnTo(path, "/start")).toBe(path));

  test.each([undefined, null, 7, ["/w/acme"], { toString: () => "/w/acme" }, `/${"a".repeat(2_000)}`])(
    "%j is no address",
    (value) => expect(safeReturnTo(value)).toBe("/"),
  );

  test("A14 whatever comes in, a browser stays on this site", () => {
    const pieces = fc.constantFrom(
      "/",
      "\\",
      "//",
      ".",
      "..",
      ":",
      "@",
      "%2f",
      "%5c",
      "%09",
      "\t",
      "https",
      "evil.example",
      "?",
      "#",
    );
    const built = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(
        fc.oneof(
          built,
          built.map((rest) => `/${rest}`),
          fc.string({ unit: "binary" }),
        ),
        (value) => {
          const result = safeReturnTo(value);
          expect(result).toMatch(/^\/(?![/\\])/);
          expect(new URL(result, here).origin).toBe(here);
          // And once more, as a browser that was sent there resolves it.
          expect(new URL(decodeURI(new URL(result, here).pathname), here).origin).toBe(here);
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
