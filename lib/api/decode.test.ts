import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { AppError } from "#lib/core/errors.ts";
import { decodeJson, decodeQuery } from "./decode.ts";

const input = z.strictObject({
  limit: z.int().optional(),
  open: z.boolean().optional(),
  tag: z.array(z.string()).optional(),
  level: z.array(z.int()).nullable().optional(),
  q: z.string().optional(),
});
const decoded = (search: string) => decodeQuery(input, new URLSearchParams(search));
const problem = (run: () => unknown): AppError => {
  try {
    run();
  } catch (error) {
    return error as AppError;
  }
  throw new Error("expected an error");
};

describe("a query string", () => {
  it("costs in proportion to its parameters, whatever their names", () => {
    const many = (count: number) => Array.from({ length: count }, (_, n) => n.toString(36)).join("&");
    const [few, more] = [2_000, 32_000].map((count) => {
      const params = new URLSearchParams(many(count));
      const began = performance.now();
      expect(Object.keys(decodeQuery(input, params))).toHaveLength(count);
      return performance.now() - began;
    });
    // Sixteen times as many; each looked for among all of them would be 256 times the work.
    expect(more).toBeLessThan(Math.max(1, few ?? 0) * 100);
  });

  it("is read by the schema's types, through optional and nullable", () => {
    expect(decoded("limit=20&open=false&tag=a&level=3&level=4&q=12")).toEqual({
      limit: 20,
      open: false,
      tag: ["a"],
      level: [3, 4],
      q: "12",
    });
  });

  it("I10 refuses a parameter given twice where one value belongs", () => {
    expect(problem(() => decoded("limit=1&limit=2"))).toMatchObject({
      code: "invalid",
      fields: [{ pointer: "/limit" }],
    });
  });

  it("I10 leaves what does not fit for the schema to refuse, and no prototype is touched", () => {
    for (const search of ["limit=1e9", "limit=all", "open=yes", "__proto__=1", "constructor=1", "toString=1"]) {
      expect(input.safeParse(decoded(search)).success, search).toBe(false);
    }
    expect(({} as Record<string, unknown>).q).toBeUndefined();
  });
});

describe("a JSON body", () => {
  const body = (text: string) => decodeJson(Buffer.from(text));

  it("comes out as JSON.parse would have it", () => {
    fc.assert(
      fc.property(
        fc.json().filter((text) => !text.includes("__proto__")),
        (text) => {
          expect(body(text)).toEqual(JSON.parse(text));
        },
      ),
    );
  });

  it("I1 may be one string of 10 MB, whatever it consists of", () => {
    for (const piece of ["a", "\\n", '\\"', "\\\\", " ", ":", "é"]) {
      const text = `{"a":"${piece.repeat((10 * 1024 * 1024) / piece.length)}"}`;
      const began = performance.now();
      expect(body(text)).toEqual(JSON.parse(text));
      expect(performance.now() - began, piece).toBeLessThan(2_000);
    }
  });

  it("I10 refuses a key given twice, at any depth, whatever the strings hold", () => {
    for (const text of [
      '{"a":1,"a":2}',
      '{"a":{"b":1,"b":2}}',
      '[{"x":[{"k":1,"k" : 1}]}]',
      '{"a":1,"\\u0061":2}',
      '{"__proto__":1}',
      '[{"a":{"__proto__":{"b":1}}}]',
    ]) {
      expect(
        problem(() => body(text)),
        text,
      ).toMatchObject({ code: "invalid" });
    }
    expect(body('{"a":"\\"b\\":1, \\"b\\":2","c":["a:","\\\\"]}')).toEqual({ a: '"b":1, "b":2', c: ["a:", "\\"] });
  });

  it("is 400 when it is not JSON or not UTF-8", () => {
    for (const bytes of [Buffer.from("{"), Buffer.from([0x22, 0xff, 0x22]), Buffer.from("")]) {
      expect(problem(() => decodeJson(bytes))).toMatchObject({ code: "bad_request" });
    }
  });
});
