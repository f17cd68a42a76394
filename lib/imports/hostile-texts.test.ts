import { describe, expect, it } from "vitest";
import { AppError } from "#lib/core/errors.ts";
import { fill, hostileTexts, nested } from "#lib/core/testing/hostile-texts.ts";
import { slowAmong } from "#lib/core/testing.ts";
import { inspectCsv, inspectJson, isThroughline, jsonShapeOf } from "./inspect.ts";
import { recordsInside } from "./json/envelope.ts";
import { guessColumns } from "./mapping/guess.ts";
import type { Mapping } from "./mapping/mapping.ts";
import { fieldNamed } from "./mapping/names.ts";
import {
  addressIn,
  hostIn,
  isExcelSerial,
  isMangledId,
  orderShownBy,
  readAmount,
  readInstant,
  readKind,
  readTags,
  storable,
  uncovered,
} from "./mapping/values.ts";
import { itemOf, type Reading, slicesOf } from "./reading.ts";
import { type Piece, start, Unreadable } from "./split.ts";

/** Each of these has 50 ms for 50 KB of anything. */

const expectQuick = async (cases: [name: string, work: () => unknown][]) =>
  expect(await slowAmong(50, cases)).toEqual([]);

/** A refusal is an answer too. */
async function refusable(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AppError || error instanceof Unreadable)) throw error;
  }
}

async function* once(data: Buffer): AsyncGenerator<Piece> {
  yield { n: 0, data };
}

/** Reads all records of a file, as far as it can be read. */
const readAll = (reading: Reading, bytes: Buffer) =>
  refusable(async () => {
    for await (const slice of slicesOf(reading, once(bytes), start)) itemOf(reading, slice);
  });

describe("I7 50 KB of anything takes less than 50 ms", () => {
  const readers: Record<string, (text: string) => unknown> = {
    "a date": (text) => readInstant(text, null),
    "the order of a date": orderShownBy,
    "an amount": readAmount,
    "an address": addressIn,
    "a host": hostIn,
    tags: readTags,
    "a kind": readKind,
    "a serial date": isExcelSerial,
    "a mangled id": isMangledId,
    "a covered cell": uncovered,
    "what can be stored": storable,
    "a column's name": fieldNamed,
    "columns by name": (text) => guessColumns([{ index: 0, name: text, values: [] }]),
    "columns by value": (text) => guessColumns([{ index: 0, name: null, values: [text] }]),
  };
  // What a pattern has matched so far decides where it goes wrong.
  const heads = [
    "",
    "<",
    "a@",
    "1",
    "[",
    '="',
    "1 ",
    "1/2/2024 ",
    "2024-01-01 10:00",
    "2024-01-01 10:00 +01:00",
    "Jan 1 2024 ",
    "https://",
    "Dana <",
  ];
  it.each(Object.entries(readers))(
    "as %s",
    async (_, read) => {
      const texts = hostileTexts.flatMap(([name, text]) =>
        heads.map((head): [string, () => unknown] => [`${head}${name}`, () => read(`${head}${text}~`)]),
      );
      await expectQuick(texts);
    },
    120_000,
  );

  const columns = ["created at", "email", "arr", "tags", "url", "id", "domain", "kind", "title"];
  it.each(columns)(
    "in the column %s, looked at and read",
    async (column) => {
      await expectQuick(
        hostileTexts.map(([name, text]) => {
          const bytes = Buffer.from(`${column},note\n"${text.replaceAll('"', '""')}",x\n`);
          return [
            name,
            () =>
              refusable(() => {
                const { mapping } = inspectCsv({ bytes, isWhole: true }, ["utf-8"], {});
                return readAll({ shape: "csv", mapping, source: null }, bytes);
              }),
          ];
        }),
      );
    },
    120_000,
  );

  const plain: Mapping = {
    encoding: "utf-8",
    delimiter: ",",
    hasHeader: false,
    columns: [],
    dateOrder: null,
    source: null,
    recordsAt: null,
  };
  it("as a CSV file", async () => {
    const numbered = Array.from({ length: 6_000 }, (_, at) => `name${at}`);
    const files: [string, string][] = [
      ...hostileTexts,
      ["columns without end", numbered.join(",")],
      ["names without end", `${numbered.slice(0, 500).join(",")}\n`],
    ];
    await expectQuick(
      files.flatMap(([name, text]): [string, () => unknown][] => {
        const bytes = Buffer.from(text);
        const reading: Reading = { shape: "csv", mapping: plain, source: null };
        return [
          [`${name} looked at`, () => refusable(() => inspectCsv({ bytes, isWhole: true }, ["utf-8"], {}))],
          // Many rows take their time in many small steps.
          [
            `${name} read`,
            () => refusable(async () => (await slicesOf(reading, once(bytes.subarray(0, 10_000)), start).next()).value),
          ],
        ];
      }),
    );
  }, 120_000);

  it("as a JSON file", async () => {
    const keys = Array.from({ length: 5_000 }, (_, at) => `"k${at}":1`).join(",");
    const lists = nested("[", "", "]");
    const files: [string, string][] = [
      ...hostileTexts.map(([name, text]): [string, string] => [
        name,
        JSON.stringify({ title: text, tags: text, [text]: text }),
      ]),
      ["lists in lists", `{"a":${lists}}`],
      ["lists in a field", `{"title":"x","fields":{"a":${lists}}}`],
      ["lists for messages", `{"title":"x","messages":${lists}}`],
      ["objects in objects", nested('{"a":', "1", "}")],
      ["an array of lists", `[${lists}]`],
      ["keys without end", `{${keys}}`],
      ["never closed", fill('{"a":[')],
      ["brackets", fill("[")],
    ];
    await expectQuick(
      files.flatMap(([name, text]): [string, () => unknown][] => {
        const bytes = Buffer.from(text);
        const shape = text.startsWith("[") ? "array" : "lines";
        return [
          [`${name}: its shape`, () => jsonShapeOf({ bytes, isWhole: true })],
          [`${name}: what is around its records`, () => recordsInside(bytes)],
          [`${name}: whether it is ours`, () => isThroughline(bytes, shape)],
          [`${name}: read as ours`, () => readAll({ shape, mapping: null, source: null }, bytes)],
          [
            `${name}: looked at and read`,
            async () => {
              const { mapping } = await inspectJson({ bytes, isWhole: true }, shape, {});
              await readAll({ shape, mapping, source: null }, bytes);
            },
          ],
        ];
      }),
    );
  }, 120_000);
});

it("I7 a record that is nested too deeply is rejected, and stops no other", async () => {
  const bytes = Buffer.from(`{"title":"a"}\n{"title":"b","fields":{"x":${nested("[", "", "]")}}}\n{"title":"c"}\n`);
  const mapped = (await inspectJson({ bytes: Buffer.from('{"title":"a","x":1}\n'), isWhole: true }, "lines", {}))
    .mapping;
  for (const mapping of [null, mapped]) {
    const reading: Reading = { shape: "lines", mapping, source: null };
    const codes: (string | undefined)[] = [];
    for await (const slice of slicesOf(reading, once(bytes), start))
      codes.push(itemOf(reading, slice).problems?.[0]?.code);
    expect(codes).toEqual([undefined, "too_deep", undefined]);
  }
});

it("I2 columns are called what the database can keep, whatever their names are in the file", async () => {
  const csv = inspectCsv({ bytes: Buffer.from("ti\u0000tle,b\u0000\na,b\n"), isWhole: true }, ["utf-8"], {}).mapping;
  const bytes = Buffer.from('{"title":"x","a\\u0000b":{"c\\ud800d":1}}\n');
  const json = (await inspectJson({ bytes, isWhole: true }, "lines", {})).mapping;
  expect(csv.columns.map(({ name }) => name)).toEqual(["title", "b"]);
  expect(json.columns.map(({ name }) => name)).toEqual(["title", "ab.cd"]);
  const { value: slice } = await slicesOf({ shape: "lines", mapping: json, source: null }, once(bytes), start).next();
  if (!slice) throw new Error("no record");
  expect(itemOf({ shape: "lines", mapping: json, source: null }, slice).record?.fields).toEqual({ "ab.cd": 1 });
});
