import { readSettings } from "#lib/core/settings.ts";

/** The most bytes that one file may have: `IMPORT_MAX_BYTES`. */
export const importMaxBytes = (): number => readSettings().importMaxBytes;
