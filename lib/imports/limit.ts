import { readSettings } from "#lib/core/settings.ts";

let known: number | null = null;

/** The most bytes that one file may have: `IMPORT_MAX_BYTES`. */
export function importMaxBytes(): number {
  known ??= readSettings().importMaxBytes;
  return known;
}
