import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Piece, type Place, type Slice, split, start, Unreadable } from "./split.ts";

async function* cut(bytes: Buffer, size: number, from: Place = start): AsyncGenerator<Piece> {
  for (let n = 0; n * size < bytes.length; n++) {
    if (n >= from.chunk) yield { n, data: bytes.subarray(n * size, (n + 1) * size) };
  }
}

async function read(
  text: string | Buffer,
  shape: "lines" | "array",
  { size = 7, most = 1_000_000, from = start } = {},
) {
  const slices: Slice[] = [];
  const bytes = Buffer.from(text);
  for await (const slice of split(cut(bytes, size, from), shape, from, { most })) slices.push(slice);
  return slices;
}
const texts = (slices: Slice[]) => slices.map((slice) => slice.bytes?.toString().trim() ?? null);

describe("lines", () => {
  it("gives each line with its number, over blank ones, CR LF and a missing last line break", async () => {
    const slices = await read('\ufeff{"a":1}\r\n\n  \n{"b":2}\nnot json\n{"ç":"é"}', "lines");
    expect(texts(slices)).toEqual(['{"a":1}', '{"b":2}', "not json", '{"ç":"é"}']);
    expect(slices.map(({ row, line }) => [row, line])).toEqual([
      [1, 1],
      [2, 4],
      [3, 5],
      [4, 6],
    ]);
  });

  it("passes over a line that is too long, and keeps how it begins", async () => {
    const slices = await read(`{"a":1}\n${"x".repeat(500)}\n{"b":2}\n`, "lines", { most: 100 });
    expect(slices.map((slice) => slice.bytes === null)).toEqual([false, true, false]);
    expect(slices[1]?.start?.toString().startsWith("xxx")).toBe(true);
    expect(texts(slices)[2]).toBe('{"b":2}');
  });

  it("finds nothing in nothing", async () => {
    expect(await read("", "lines")).toEqual([]);
    expect(await read("\n\r\n  \n", "lines")).toEqual([]);
  });
});

describe("array", () => {
  it("gives each element with the line it begins on", async () => {
    const slices = await read('[\n {"a": "],[{\\"\\\\"},\n\n {"b": [1, {"c": 2}]}, 3, "x"\n, null]\n', "array");
    expect(texts(slices)).toEqual(['{"a": "],[{\\"\\\\"}', '{"b": [1, {"c": 2}]}', "3", '"x"', "null"]);
    expect(slices.map(({ line }) => line)).toEqual([2, 4, 4, 4, 5]);
  });

  it("reads on behind an element whose brackets do not match or that lacks a comma", async () => {
    expect(texts(await read('[{"a":1]}, {"b":2}, {"c":3} {"d":4}, {"e":5}]', "array"))).toEqual([
      '{"a":1]}',
      '{"b":2}',
      '{"c":3} {"d":4}',
      '{"e":5}',
    ]);
  });

  it.each(["[1,,2]", "[1,]", "[1] 2", "{}", "[1}", "[", "", '[1, {"a"', "  "])(
    "says that %j is broken",
    async (text) => {
      await expect(read(text, "array")).rejects.toThrow(Unreadable);
    },
  );

  it("hands out a cut-off element before it says so", async () => {
    const seen: string[] = [];
    const run = async () => {
      for await (const { bytes } of split(cut(Buffer.from('[{"a":1},\n{"b":'), 5), "array")) seen.push(String(bytes));
    };
    await expect(run()).rejects.toMatchObject({ line: 2 });
    expect(seen).toEqual(['{"a":1}', '{"b":']);
  });

  it("is empty when the array is", async () => {
    expect(await read(" [ \n ] ", "array")).toEqual([]);
  });
});

const values = fc.array(fc.jsonValue(), { maxLength: 12 });
const sizes = fc.integer({ min: 1, max: 40 });

it("gives the same records however the pieces are cut, and goes on from any of them", async () => {
  await fc.assert(
    fc.asyncProperty(
      values,
      sizes,
      fc.constantFrom<"lines" | "array">("lines", "array"),
      fc.nat(),
      async (list, size, shape, at) => {
        const parts = list.map((value) => JSON.stringify(value));
        const text = shape === "lines" ? parts.map((part) => `${part}\n`).join("") : `[${parts.join(" ,\n ")}]`;
        const whole = await read(text, shape, { size });
        expect(whole.map(({ bytes }) => JSON.stringify(JSON.parse(String(bytes))))).toEqual(parts);
        const place = whole[at % Math.max(1, whole.length)]?.end;
        if (!place) return;
        const rest = await read(text, shape, { size, from: place });
        expect(rest).toEqual(whole.slice(place.row));
      },
    ),
    { numRuns: 300 },
  );
});
