import { stringify } from "csv-stringify/sync";
import { sql } from "drizzle-orm";
import type { z } from "zod";
import { file, query } from "#lib/core/operation.ts";
import { rowsOf } from "./csv/dialect.ts";
import { shapeTyped } from "./detect.ts";
import { recordDecoderOf } from "./encoding.ts";
import type { KeptMapping } from "./intake.ts";
import { isReportColumn, type Mapping, reportColumns, reportKey } from "./mapping/mapping.ts";
import { storable } from "./mapping/values.ts";
import { findImport } from "./representation.ts";
import { importId, type rejectedRow } from "./schema.ts";

/** The most bytes of records that one file holds. */
const mostBytes = 32 * 1024 * 1024;

type Errors = z.output<typeof rejectedRow>["errors"];
type Rejected = { row: number; line: number; errors: Errors; record: Buffer };

/**
 * The rejected rows with what is wrong with each, to be mended and sent again: CSV has the same columns and three more,
 * JSON one more key. Both are ignored when they come back.
 */
export const downloadRejected = query({
  name: "import.rejectedFile",
  needs: "feedback:import",
  input: importId,
  output: file,
  answersFile: ["text/csv", "application/x-ndjson"],
  async run({ tx, actor }, { id }) {
    const { name, source } = await findImport(tx, actor.workspace.id, id);
    const [kept] = await tx.execute<{ contentType: string; mapping: KeptMapping | null }>(sql`
      select content_type as "contentType", mapping from imports
      where workspace_id = ${actor.workspace.id} and id = ${id}`);
    const rows = await tx.execute<Rejected>(sql`
      select row, line, errors, record from (
        select row, line, errors, record, sum(octet_length(record)) over (order by row) as bytes from import_rejections
        where workspace_id = ${actor.workspace.id} and import_id = ${id} and record is not null) r
      where bytes <= ${mostBytes} order by row`);
    const called = `${(name ?? source ?? "import").replace(/\.[A-Za-z0-9]{1,6}$/, "")} rejected`;
    if (kept?.mapping && shapeTyped(kept.contentType) === "csv") {
      return { name: `${called}.csv`, type: "text/csv; charset=utf-8", text: csvOf(kept.mapping, rows) };
    }
    return { name: `${called}.ndjson`, type: "application/x-ndjson", text: rows.map(lineOf).join("") };
  },
});

/** What a spreadsheet would take for a formula begins with a quote. NUL before it would hide it. */
const guarded = (cell: string): string => storable(cell).replace(/^(?=[=+\-@\t\r＝＋－＠])/, "'");

function csvOf(mapping: Mapping, rows: Rejected[]): string {
  const { encoding } = mapping;
  // A file that was mended once has these columns already.
  const columns = mapping.columns.filter(({ name }) => !isReportColumn(name));
  const width = mapping.columns.length;
  const decode = recordDecoderOf(encoding);
  const delimiter = mapping.delimiter ?? ",";
  const header = [...columns.map(({ name, index }) => name ?? `Column ${index + 1}`), ...reportColumns];
  const lines = rows.map(({ row, line, errors, record }) => {
    const cells = cellsOf(decode(record), delimiter);
    const own = columns.map(({ index }) => cells[index] ?? "");
    // Cells that no column is for would be lost: they are shown in the problem's place, at the end.
    const more = cells.slice(width).filter((cell) => cell.trim() !== "");
    return [...own, String(row), String(line), problemsOf(errors), ...more];
  });
  const options = { bom: true, delimiter, record_delimiter: "\r\n", quoted_match: /[\r\n]/ };
  return stringify(
    [header, ...lines].map((cells) => cells.map(guarded)),
    options,
  );
}

/** The cells of one row; where a quote is open, quotes are letters like others. */
function cellsOf(text: string, delimiter: string): string[] {
  const [cells] = rowsOf(text, delimiter, true);
  return cells ?? text.trim().split(delimiter);
}

const problemsOf = (errors: Errors): string =>
  errors
    .map(({ pointer, message }) => (pointer === "" ? message : `${pointer.slice(1).replaceAll("/", ".")}: ${message}`))
    .join("; ");

function lineOf({ row, line, errors, record }: Rejected): string {
  const text = record.toString("utf8");
  const told = { row, line, problem: problemsOf(errors) };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return `${JSON.stringify({ ...value, [reportKey]: told })}\n`;
    }
  } catch {
    // What is no JSON is shown as it is.
  }
  return `${JSON.stringify({ [reportKey]: { ...told, text } })}\n`;
}
