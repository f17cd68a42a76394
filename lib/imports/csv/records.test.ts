import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Piece, type Place, type Slice, start } from "../split.ts";
import { type Dialect, rows } from "./records.ts";

const plain: Dialect = { encoding: "utf-8", delimiter: ",", hasHeader: false };

async function* cut(bytes: Buffer, size: number, from: Place): AsyncGenerator<Piece> {
  for (let n = from.chunk; n * size < bytes.length; n++) yield { n, data: bytes.subarray(n * size, (n + 1) * size) };
}
async function read(
  text: string | Buffer,
  dialect: Partial<Dialect> = {},
  { size = 7, from = start, most = 4_000 } = {},
) {
  const found: Slice[] = [];
  for await (const slice of rows(cut(Buffer.from(text), size, from), { ...plain, ...dialect }, from, most))
    found.push(slice);
  return found;
}
const cells = async (...given: Parameters<typeof read>) => (await read(...given)).map((slice) => slice.cells);

const wide = (text: string, isLittle: boolean) => {
  const bytes = Buffer.from(`\ufeff${text}`, "utf16le");
  return isLittle ? bytes : bytes.swap16();
};
const table = fc.array(
  fc.array(fc.string({ unit: fc.constantFrom("a", "ü", "語", "🙂", '"', ",", ";", "\n", "\r\n", " ", "=") }), {
    minLength: 3,
    maxLength: 3,
  }),
  { minLength: 1, maxLength: 12 },
);

describe("rows of CSV", () => {
  it("M10 are what was written, however the pieces are cut and whatever the encoding, and go on from any of them", async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.constantFrom("utf-8", "utf-16le", "utf-16be"),
        fc.integer({ min: 4, max: 40 }),
        async (records, lineBreak, encoding, size) => {
          const text = stringify(records, { record_delimiter: lineBreak, quoted_match: /[\r\n]/ });
          const bytes = encoding === "utf-8" ? Buffer.from(text) : wide(text, encoding === "utf-16le");
          const dialect = { encoding } as const;
          const whole = await read(bytes, dialect, { size });
          const full = records.filter((record) => record.some((cell) => cell.trim() !== ""));
          expect(whole.map((slice) => slice.cells)).toEqual(full);
          expect(whole.map((slice) => slice.row)).toEqual(full.map((_, i) => i + 1));
          expect(whole.at(-1)?.end.at ?? bytes.length).toBeLessThanOrEqual(bytes.length);
          for (const [i, { end }] of whole.entries()) {
            const rest = await read(bytes, dialect, { size, from: end });
            expect(rest.map(({ row, line, cells: found, end: to }) => ({ row, line, found, to }))).toEqual(
              whole.slice(i + 1).map(({ row, line, cells: found, end: to }) => ({ row, line, found, to })),
            );
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it("count lines as an editor does: CR LF is one, also within quotes, and empty lines count", async () => {
    const text = 'id,title\r\n\r\n1,"one\r\ntwo\nthree"\r\n,\r\n2,last\n3,mac\r4,end';
    const found = await read(text, { hasHeader: true });
    expect(found.map(({ row, line, cells: one }) => [row, line, one?.[0]])).toEqual([
      [1, 3, "1"],
      [2, 7, "2"],
      [3, 8, "3"],
      [4, 9, "4"],
    ]);
    expect(found[0]?.bytes?.toString()).toBe('1,"one\r\ntwo\nthree"\r\n');
  });

  it("skip the line that Excel writes for itself, and the header after it", async () => {
    expect(await cells("sep=;\r\nid;title\r\n1;a\r\n", { delimiter: ";", hasHeader: true })).toEqual([["1", "a"]]);
  });

  it("are read leniently: quotes in the middle of a cell are themselves", async () => {
    expect(await cells('1,5" screen,12" monitor\n2,say "hi" now,ok\n')).toEqual([
      ["1", '5" screen', '12" monitor'],
      ["2", 'say "hi" now', "ok"],
    ]);
  });

  it("lose one line to a quote that nobody closes, and no other", async () => {
    const text = `1,fine\n2,"never closed\n3,fine\n4,fine too\n`;
    for (const size of [5, 1_000]) {
      const found = await read(text, {}, { size });
      expect(found.map(({ row, line, cells: one, problem }) => [row, line, one?.[1] ?? problem?.code])).toEqual([
        [1, 1, "fine"],
        [2, 2, "unclosed_quote"],
        [3, 3, "fine"],
        [4, 4, "fine too"],
      ]);
    }
    const many = Array.from({ length: 40 }, (_, n) => `${n},${n === 9 ? '"' : ""}${"x".repeat(20)}\n`).join("");
    const more = await read(many, {}, { size: 64, most: 300 });
    expect(more.map(({ line }) => line)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
    expect(more.flatMap(({ problem, line }) => (problem ? [line] : []))).toEqual([10]);
  });

  it("that are too long come without their bytes", async () => {
    const text = `1,a\n2,${"x".repeat(5_000)}\n3,c\n4,${"y".repeat(9_000)}`;
    const found = await read(text, {}, { size: 100, most: 1_000 });
    expect(
      found.map(({ row, line, bytes, cells: one, problem }) => [row, line, bytes === null, one?.[1] ?? problem?.code]),
    ).toEqual([
      [1, 1, false, "a"],
      [2, 2, true, "too_long"],
      [3, 3, false, "c"],
      [4, 4, true, "too_long"],
    ]);
    expect(found[1]?.start?.length).toBeGreaterThanOrEqual(1_000);
  });

  it("in another encoding than the file's are problems of their own", async () => {
    const bytes = Buffer.concat([Buffer.from("1,gr\u00fcn\n2,"), Buffer.from([0xfc]), Buffer.from("\n3,ok\n")]);
    const found = await read(bytes);
    expect(found.map(({ cells: one, problem }) => one?.[1] ?? problem?.code)).toEqual([
      "gr\u00fcn",
      "invalid_encoding",
      "ok",
    ]);
    expect(await cells(bytes, { encoding: "windows-1252" })).toEqual([
      ["1", "gr\u00c3\u00bcn"],
      ["2", "\u00fc"],
      ["3", "ok"],
    ]);
  });
});
