import { parse } from "csv-parse/sync";
import { fieldNamed } from "../mapping/names.ts";
import { isExcelSerial, readInstant } from "../mapping/values.ts";
import { delimiters } from "../schema.ts";
import { isSeparatorLine } from "./records.ts";

export type Delimiter = (typeof delimiters)[number];

const mostRows = 200;

/** The rows of a text, without the one that may be cut at its end. */
export function rowsOf(text: string, delimiter: string, isWhole: boolean): string[][] {
  const rows: string[][] = [];
  try {
    parse(text, {
      delimiter,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      to: mostRows,
      on_record: (cells: unknown) => {
        rows.push(cells as string[]);
        return null;
      },
    });
  } catch {
    // A quote that is still open at the end: the rows before it tell enough.
    return rows;
  }
  if (!isWhole && rows.length < mostRows) rows.pop();
  return rows.filter((cells) => cells.some((cell) => cell.trim() !== ""));
}

/** What stands between the cells: what `sep=` says, else what gives every row the same number of cells. */
export function guessDelimiter(text: string, isWhole: boolean): Delimiter {
  const [first = ""] = text.trimStart().split(/\r\n|\n|\r/, 1);
  if (isSeparatorLine(first)) {
    const told = delimiters.find((one) => first.toLowerCase().includes(`sep=${one}`));
    if (told) return told;
  }
  const tried = delimiters.map((delimiter) => {
    const rows = rowsOf(text, delimiter, isWhole);
    const width = rows[0]?.length ?? 0;
    return { delimiter, width, share: rows.filter((cells) => cells.length === width).length / (rows.length || 1) };
  });
  const [best] = tried.filter(({ width }) => width > 1).sort((a, b) => b.share - a.share || b.width - a.width);
  if (best) return best.delimiter;
  // One column: whatever does not stand in its text.
  return delimiters.find((one) => !text.includes(one)) ?? "\t";
}

const isValue = (cell: string) =>
  /^[-+]?[\d.,\s]+%?$/.test(cell) ||
  /@|^https?:/i.test(cell) ||
  isExcelSerial(cell) ||
  "at" in readInstant(cell, "dayFirst");

/** Whether the first row names the columns: it holds no values, and names that are known or differ from what follows. */
export function guessHeader(rows: string[][]): boolean {
  const [first = [], ...others] = rows;
  const names = first.map((cell) => cell.trim());
  if (names.some((name) => name !== "" && isValue(name))) return false;
  if (names.some((name) => fieldNamed(name)?.score === 1)) return true;
  if (names.some((name) => name.length > 80)) return false;
  const known = names.filter((name) => fieldNamed(name) !== null).length;
  const hasValuesBelow = names.some((_, at) => others.some((cells) => isValue((cells[at] ?? "").trim())));
  return known * 2 >= names.length || hasValuesBelow || others.length === 0;
}
