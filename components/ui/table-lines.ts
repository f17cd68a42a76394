import { formatNumber } from "./format.ts";

export type TableGroup = { id: string; label: string };

/** A line of a table: a row, by its place among the rows, or the heading of those that follow. */
export type TableLine = { at: number } | { group: TableGroup; count: string };

/**
 * The lines of rows that come group by group, each group under its heading with how many it has. While more rows may
 * come the last group's count is what is there, with a plus.
 */
export function tableLines<T>(rows: readonly T[], groupOf: (row: T) => TableGroup, mayGoOn: boolean): TableLine[] {
  const lines: TableLine[] = [];
  let begin = 0;
  for (let at = 0; at < rows.length; at++) {
    const group = groupOf(rows[at] as T);
    const next = rows[at + 1];
    if (next !== undefined && groupOf(next).id === group.id) continue;
    const count = formatNumber(at + 1 - begin) + (next === undefined && mayGoOn ? "+" : "");
    lines.push({ group, count });
    for (; begin <= at; begin++) lines.push({ at: begin });
  }
  return lines;
}
