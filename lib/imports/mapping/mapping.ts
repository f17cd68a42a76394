import type { Encoding } from "../encoding.ts";
import type { delimiters } from "../schema.ts";
import type { DateOrder } from "./values.ts";

/** One column of a file: of CSV by its place, of JSON by its key. */
export type Column = {
  index: number;
  /** What the header says, or the key path; null without a header. */
  name: string | null;
  /** A field of the record, `fields.<name>`, or null: left out. */
  field: string | null;
};

/** How the columns of a file become records. */
export type Mapping = {
  encoding: Encoding | null;
  delimiter: (typeof delimiters)[number] | null;
  hasHeader: boolean;
  columns: Column[];
  dateOrder: DateOrder | null;
  source: string | null;
  /** Where in a JSON file the array begins that an object is put around; null when there is none. */
  recordsAt: { at: number; line: number } | null;
};

/** Fields that several columns may go into. */
export const gathering: ReadonlySet<string> = new Set(["tags", "body", "contact.name"]);
export const dateFields: ReadonlySet<string> = new Set(["occurredAt", "updatedAt"]);

/** The most columns that a file may have. */
export const mostColumns = 500;
/** The most extra fields that a record keeps. */
export const mostExtras = 100;

/** What the file of rejected rows adds, so that it can be mended and sent again. */
export const reportColumns = ["Import row", "Import line", "Import problem"] as const;
export const isReportColumn = (name: string | null): boolean =>
  (reportColumns as readonly (string | null)[]).includes(name);
/** The same in JSON. */
export const reportKey = "_import";
