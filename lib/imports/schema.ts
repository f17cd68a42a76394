import { z } from "zod";
import { author } from "#lib/core/author.ts";
import { filledText, filterText, id, instantOut, page, pageOf, sourceName, text, version } from "#lib/core/fields.ts";
import { feedbackRecord } from "#lib/feedback/schema.ts";

/** `csv` and `json` are mapped by columns; `auto` becomes one of the other three once the file is in. */
export const importFormats = ["auto", "throughline", "csv", "json"] as const;
export const importStates = [
  "receiving",
  "needs_mapping",
  "queued",
  "running",
  "done",
  "failed",
  "cancelled",
  "undoing",
  "undone",
] as const;

const count = z.int().min(0);

/** `received` counts the records worked off so far; each of them is one of the other four. */
export const importCounts = z.object({
  received: count,
  created: count,
  updated: count,
  unchanged: count,
  rejected: count,
});

/** Something about the file that somebody should know and that stopped no row. */
export const importWarning = z.object({
  code: z.string(),
  message: z.string(),
  /** How many rows it concerns; 0 when it is about the file. */
  rows: count,
});

/** What undoing did: what this import made is deleted, what it changed is put back, what people touched since is kept. */
export const undoCounts = z.object({ deleted: count, restored: count, kept: count });

export const importRun = z.object({
  id,
  format: z.enum(importFormats),
  /** The file's name, as whoever sent it called it. */
  name: z.string().nullable(),
  source: z.string().nullable(),
  /** Counts what would happen and writes nothing. */
  dryRun: z.boolean(),
  state: z.enum(importStates),
  counts: importCounts,
  /** The file's size in bytes, and how many of them are worked off. The latter never falls, but for a new run. */
  bytes: z.object({ total: count, done: count }),
  warnings: z.array(importWarning),
  /** Why it failed as a whole. */
  error: z.string().nullable(),
  /** Until when the file is kept, so that what was tried can be run; null when it is gone. */
  fileKeptUntil: instantOut.nullable(),
  undo: undoCounts.nullable(),
  createdBy: author,
  createdAt: instantOut,
  startedAt: instantOut.nullable(),
  finishedAt: instantOut.nullable(),
  version,
});
export type ImportRun = z.output<typeof importRun>;

export const createImportInput = z.strictObject({
  format: z.enum(importFormats),
  /** The source of records that name none. */
  source: sourceName.optional(),
  dryRun: z.boolean().optional(),
  /** The file's name, to tell imports apart by. */
  name: filledText(255).optional(),
});

export const importId = z.strictObject({ id });
/** `q`: words that the name of its file or its source has. */
export const listImportsInput = z.strictObject({
  ...page,
  q: filterText.optional(),
  state: z.array(z.enum(importStates)).max(9).optional(),
});
export const importPage = pageOf(importRun);

export const delimiters = [",", ";", "\t", "|"] as const;
/** Day first: 1/2/2023 is the first of February. */
export const dateOrders = ["dayFirst", "monthFirst"] as const;

/** Where a column goes. `tags`, `body` and `contact.name` take several columns, every other one. */
export const recordFields = [
  "externalId",
  "externalUrl",
  "title",
  "body",
  "contact.name",
  "contact.email",
  "contact.externalId",
  "company.name",
  "company.domain",
  "company.externalId",
  "company.arr",
  "tags",
  "kind",
  "status",
  "occurredAt",
  "updatedAt",
] as const;
export type RecordField = (typeof recordFields)[number];

/** One of the record's own fields, or `fields.` and the name of an extra one. */
export const mappedField = z.union([z.enum(recordFields), text(107).regex(/^fields\.\S/, "must be a field")]);

export const mappedColumn = z.strictObject({
  /** From 0. Two columns may have the same name. */
  index: z.int().min(0).max(999),
  /** Null leaves the column out. */
  field: mappedField.nullable(),
});

/** WHATWG's names of what spreadsheets and help desks write. */
export const encodings = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "windows-1252",
  "windows-1250",
  "windows-1251",
  "windows-1253",
  "windows-1254",
  "windows-1255",
  "windows-1256",
  "windows-1257",
  "windows-1258",
  "iso-8859-2",
  "iso-8859-5",
  "iso-8859-7",
  "iso-8859-15",
  "koi8-r",
  "macintosh",
  "shift_jis",
  "euc-jp",
  "gb18030",
  "big5",
  "euc-kr",
] as const;
const encoding = z.enum(encodings);

export const importMapping = z.object({
  /** Null for JSON, which is UTF-8. */
  encoding: encoding.nullable(),
  delimiter: z.enum(delimiters).nullable(),
  hasHeader: z.boolean(),
  columns: z.array(mappedColumn),
  dateOrder: z.enum(dateOrders).nullable(),
  source: z.string().nullable(),
});
export type ImportMapping = z.output<typeof importMapping>;

/**
 * Confirms the mapping, or changes it. What is left out stays as it is shown; with another encoding, delimiter or
 * header and no columns, the columns are guessed anew.
 */
export const setMappingInput = z.strictObject({
  id,
  encoding: encoding.optional(),
  delimiter: z.enum(delimiters).optional(),
  hasHeader: z.boolean().optional(),
  columns: z.array(mappedColumn).max(500).optional(),
  dateOrder: z.enum(dateOrders).nullable().optional(),
  source: sourceName.optional(),
  /** As the import was made, unless told. */
  dryRun: z.boolean().optional(),
  /** Only keeps the mapping, so that the preview shows what comes of it. */
  draft: z.boolean().optional(),
});

const problems = z.array(z.object({ pointer: z.string(), code: z.string(), message: z.string() }));

export const importPreview = z.object({
  id,
  format: z.enum(importFormats),
  /** Null for `throughline`, which needs none. */
  mapping: importMapping.nullable(),
  /** Whether the mapping was guessed, remembered from the last import of this source, or set by somebody. */
  mappedBy: z.enum(["guess", "memory", "person"]),
  /** Encodings to choose from, the likeliest first. */
  encodings: z.array(encoding),
  columns: z.array(
    z.object({
      index: z.int(),
      /** What the header says; the key in JSON. Null without a header. */
      name: z.string().nullable(),
      /** The first values that are not empty. */
      samples: z.array(z.string()),
      field: mappedField.nullable(),
    }),
  ),
  /** What has to be decided before it can run. */
  questions: z.array(
    z.object({ code: z.enum(["date_order", "words"]), message: z.string(), column: z.int().nullable() }),
  ),
  warnings: z.array(importWarning),
  /** The first rows as they would come out. */
  rows: z.array(
    z.object({
      row: z.int(),
      line: z.int(),
      record: feedbackRecord.nullable(),
      problems,
      /** What was changed to make it fit. */
      warnings: z.array(z.object({ code: z.string(), message: z.string() })),
    }),
  ),
});
export type ImportPreview = z.output<typeof importPreview>;

export const importRowsInput = z.strictObject({ id, result: z.literal("rejected"), ...page });

export const rejectedRow = z.object({
  /** The record's number in the file, from 1. */
  row: z.int(),
  /** The physical line that it begins on, from 1. */
  line: z.int(),
  errors: problems,
  /** How the record begins. */
  raw: z.string(),
});
export const rejectedRowPage = pageOf(rejectedRow);

export const importKeptInput = z.strictObject({ id, ...page });

/** Somebody changed it, linked it to an idea, its source sent it anew, or something else needs it. */
export const keptReasons = ["edited", "linked", "imported_again", "in_use"] as const;

/** Something that undoing left as it is. */
export const keptRecord = z.object({
  type: z.enum(["feedback", "company", "contact"]),
  id,
  /** The feedback's title, the company's or contact's name. */
  title: text(500),
  reason: z.enum(keptReasons),
});
export type KeptRecord = z.output<typeof keptRecord>;
export const keptPage = pageOf(keptRecord);
