import { formatNumber, formatPlural } from "#components/ui/format.ts";
import type { StatusSign } from "#components/ui/status-word.tsx";
import type { ImportRun, KeptRecord } from "#lib/imports/schema.ts";

/** What imports are called on the screen. */

export const nameOf = ({ name, format }: Pick<ImportRun, "name" | "format">): string =>
  name ?? (format === "auto" ? "Import" : `Import of ${formatNames[format]}`);

export const formatNames: Record<ImportRun["format"], string> = {
  auto: "a file",
  throughline: "Throughline records",
  csv: "CSV",
  json: "JSON",
};

type Standing = Pick<ImportRun, "state" | "dryRun">;
const standings: Record<ImportRun["state"], { word: string; sign: StatusSign }> = {
  receiving: { word: "Being sent", sign: "none" },
  needs_mapping: { word: "Waits for you", sign: "warn" },
  queued: { word: "Waits its turn", sign: "none" },
  running: { word: "Running", sign: "none" },
  done: { word: "Done", sign: "good" },
  failed: { word: "Failed", sign: "bad" },
  cancelled: { word: "Cancelled", sign: "partly" },
  undoing: { word: "Being undone", sign: "none" },
  undone: { word: "Undone", sign: "partly" },
};

/** Where an import stands; a file that was only tried waits for somebody to say go. */
export const standingOf = ({ state, dryRun }: Standing): { word: string; sign: StatusSign } =>
  state === "done" && dryRun ? { word: "Tried, not run", sign: "warn" } : standings[state];

export const isUnderWay = ({ state }: Pick<ImportRun, "state">): boolean =>
  state === "receiving" || state === "queued" || state === "running" || state === "undoing";

/** What came of it or would: "412 created, 3 updated, 2 rejected". What is nought is left out, but for the new ones. */
export function outcomeOf({ created, updated, unchanged, rejected }: ImportRun["counts"]): string {
  const rest = [
    [updated, "updated"],
    [unchanged, "unchanged"],
    [rejected, "rejected"],
  ] as const;
  return [[created, "created"] as const, ...rest.filter(([count]) => count > 0)]
    .map(([count, word]) => `${formatNumber(count)} ${word}`)
    .join(", ");
}

/** "Would create 412, update 3, reject 2". */
export function prospectOf({ created, updated, unchanged, rejected }: ImportRun["counts"]): string {
  const parts = [
    `create ${formatNumber(created)}`,
    updated > 0 && `update ${formatNumber(updated)}`,
    unchanged > 0 && `leave ${formatNumber(unchanged)} as they are`,
    rejected > 0 && `reject ${formatNumber(rejected)}`,
  ];
  return `Would ${parts.filter(Boolean).join(", ")}`;
}

/** What undoing did: "400 deleted, 3 put back, 12 kept". */
export function undoneOf({ deleted, restored, kept }: NonNullable<ImportRun["undo"]>): string {
  const parts = [
    `${formatNumber(deleted)} deleted`,
    restored > 0 && `${formatNumber(restored)} put back`,
    kept > 0 && `${formatNumber(kept)} kept`,
  ];
  return parts.filter(Boolean).join(", ");
}

export const rowsOf = (count: number): string => formatPlural(count, "row", "rows");

export const keptReasons: Record<KeptRecord["reason"], string> = {
  edited: "Somebody edited it",
  linked: "It is linked to an idea",
  imported_again: "It was sent again since",
  in_use: "Something else needs it",
};

/** What is wrong with a row, as a sentence: what is said of a field begins with its name, of the row with "The row". */
export function problemWords({ pointer, message }: { pointer: string; message: string }): string {
  const field = pointer.slice(1).replaceAll("/", ".");
  return /^(?:must|is|has|may|needs|cannot|holds)\b/.test(message) ? `${field || "The row"} ${message}` : message;
}

/** "320 kB", "4.1 MB". */
export function formatBytes(bytes: number): string {
  const [unit, size] = bytes < 1_000_000 ? ["kB", 1_000] : bytes < 1e9 ? ["MB", 1e6] : ["GB", 1e9];
  const value = bytes / Number(size);
  return `${formatNumber(value < 10 ? Math.ceil(value * 10) / 10 : Math.ceil(value))} ${unit}`;
}

/** Somebody's word for a source as the API takes it. */
export const sourceFrom = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9_.-]+/g, "-")
    .replace(/^[^a-z0-9]+|-+$/g, "")
    .slice(0, 60);
