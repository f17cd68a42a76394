import { Counter, type Registry } from "prom-client";

/** What became of the rows of a batch. */
export type Tally = Record<"created" | "updated" | "unchanged" | "rejected", number>;

const rows = new Counter({
  name: "throughline_import_rows_total",
  help: "Rows of imports that this process has worked off since it started, by result; dry runs do not count",
  labelNames: ["result"],
  registers: [],
});

let tell: ((tally: Tally) => void) | null = null;

/** Has `teller` told of the rows instead of counting them: for a thread whose process counts. */
export function tellRows(teller: (tally: Tally) => void): void {
  tell = teller;
}

/** Counts the rows of a batch that is written. */
export function countRows(tally: Tally): void {
  if (tell) tell(tally);
  else for (const [result, count] of Object.entries(tally)) rows.inc({ result }, count);
}

/** Shows the rows of imports in /metrics, from nought. */
export function showImports(registry: Registry): void {
  countRows({ created: 0, updated: 0, unchanged: 0, rejected: 0 });
  registry.registerMetric(rows);
}
