import { z } from "zod";
import { id, instantOut, page, pageOf, sourceName, version } from "#lib/core/fields.ts";

export const importFormats = ["throughline"] as const;
export const importStates = ["receiving", "queued", "running", "done", "failed", "cancelled"] as const;

const count = z.int().min(0);

/** `received` counts the records worked off so far; each of them is one of the other four. */
export const importCounts = z.object({
  received: count,
  created: count,
  updated: count,
  unchanged: count,
  rejected: count,
});

export const importRun = z.object({
  id,
  format: z.enum(importFormats),
  source: z.string().nullable(),
  /** Counts what would happen and writes nothing. */
  dryRun: z.boolean(),
  state: z.enum(importStates),
  counts: importCounts,
  /** Why it failed as a whole. */
  error: z.string().nullable(),
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
});

export const importId = z.strictObject({ id });
export const listImportsInput = z.strictObject({ ...page, state: z.array(z.enum(importStates)).max(6).optional() });
export const importPage = pageOf(importRun);

export const importRowsInput = z.strictObject({ id, result: z.literal("rejected"), ...page });

export const rejectedRow = z.object({
  /** The record's number in the file, from 1. */
  row: z.int(),
  /** The physical line that it begins on, from 1. */
  line: z.int(),
  errors: z.array(z.object({ pointer: z.string(), code: z.string(), message: z.string() })),
  /** How the record begins. */
  raw: z.string(),
});
export const rejectedRowPage = pageOf(rejectedRow);
