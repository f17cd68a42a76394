import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { atMost, byActor, bytea, changeable, filled, instant, limits, oneOf, workspaceId } from "#db/schema/columns.ts";
import { workspaces } from "#db/schema/identity.ts";

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
export const mappedBy = ["guess", "memory", "person"] as const;

/** Where the work stands: the next batch begins here, and is one transaction with the counts. */
export type ImportCheckpoint = { chunk: number; offset: number; row: number; line: number; turn: number };
/** How the columns become records, as `lib/imports/mapping.ts` keeps it. */
export type KeptMapping = Record<string, unknown>;
/** By code: what it says, and how many rows it concerns. */
export type KeptWarnings = Record<string, { message: string; rows: number }>;
export type RowError = { pointer: string; code: string; message: string };

const starter = byActor("created_by");
const count = (name: string) => integer(name).notNull().default(0);

export const imports = pgTable(
  "imports",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    format: text("format", { enum: importFormats }).notNull(),
    contentType: text("content_type").notNull(),
    /** The file's name. */
    name: text("name"),
    source: text("source"),
    mapping: jsonb("mapping").$type<KeptMapping>(),
    mappedBy: text("mapped_by", { enum: mappedBy }),
    warnings: jsonb("warnings").$type<KeptWarnings>().notNull().default({}),
    /** Counts what would happen and writes no record. */
    dryRun: boolean("dry_run").notNull().default(false),
    state: text("state", { enum: importStates }).notNull().default("receiving"),
    received: count("received"),
    created: count("created"),
    updated: count("updated"),
    unchanged: count("unchanged"),
    rejected: count("rejected"),
    sha256: text("sha256"),
    bytes: bigint("bytes", { mode: "number" }).notNull().default(0),
    /** How many of the bytes are worked off. */
    worked: bigint("worked", { mode: "number" }).notNull().default(0),
    checkpoint: jsonb("checkpoint").$type<ImportCheckpoint>(),
    error: text("error"),
    startedAt: instant("started_at"),
    finishedAt: instant("finished_at"),
    /** A file that waits for its mapping, or was only tried, is kept until then. */
    fileKeptUntil: instant("file_kept_until"),
    /** What undoing has done so far. */
    deleted: count("deleted"),
    restored: count("restored"),
    kept: count("kept"),
    createdBy: starter.id,
    createdByKind: starter.kind,
    ...changeable(),
  },
  (t) => [
    primaryKey({ name: "imports_pk", columns: [t.workspaceId, t.id] }),
    foreignKey({ name: "imports_workspace", columns: [t.workspaceId], foreignColumns: [workspaces.id] }),
    index("imports_newest").on(t.workspaceId, t.createdAt, t.id),
    index("imports_unmapped").on(t.workspaceId).where(sql`${t.state} = 'needs_mapping'`),
    check("imports_format_known", oneOf(t.format, importFormats)),
    check("imports_content_type_fits", atMost(t.contentType, limits.name)),
    check("imports_source_fits", filled(t.source, limits.key)),
    check("imports_name_fits", filled(t.name, limits.name)),
    check("imports_mapping_object", sql`jsonb_typeof(${t.mapping}) = 'object'`),
    check("imports_mapped_by_known", oneOf(t.mappedBy, mappedBy)),
    check("imports_warnings_object", sql`jsonb_typeof(${t.warnings}) = 'object'`),
    check("imports_worked_counts", sql`${t.worked} between 0 and ${t.bytes}`),
    check("imports_undo_counts", sql`least(${t.deleted}, ${t.restored}, ${t.kept}) >= 0`),
    check("imports_state_known", oneOf(t.state, importStates)),
    check(
      "imports_counts_add_up",
      sql`least(${t.received}, ${t.created}, ${t.updated}, ${t.unchanged}, ${t.rejected}) >= 0 and ${t.created} + ${t.updated} + ${t.unchanged} + ${t.rejected} <= ${t.received}`,
    ),
    check("imports_sha256_form", sql`${t.sha256} ~ '^[0-9a-f]{64}$'`),
    check("imports_bytes_count", sql`${t.bytes} >= 0`),
    check("imports_received_whole", sql`${t.state} in ('receiving', 'failed', 'cancelled') or ${t.sha256} is not null`),
    check(
      "imports_finished_whole",
      sql`(${t.state} in ('done', 'failed', 'cancelled', 'undoing', 'undone')) = (${t.finishedAt} is not null)`,
    ),
    check("imports_error_fits", atMost(t.error, limits.note)),
  ],
);

/** The upload in pieces, all of them stored before the answer 202. */
export const importChunks = pgTable(
  "import_chunks",
  {
    workspaceId: workspaceId(),
    importId: uuid("import_id").notNull(),
    n: integer("n").notNull(),
    data: bytea("data").notNull(),
  },
  (t) => [
    primaryKey({ name: "import_chunks_pk", columns: [t.workspaceId, t.importId, t.n] }),
    foreignKey({
      name: "import_chunks_import",
      columns: [t.workspaceId, t.importId],
      foreignColumns: [imports.workspaceId, imports.id],
    }).onDelete("cascade"),
    check("import_chunks_n_counts", sql`${t.n} >= 0`),
  ],
);

export const importRejections = pgTable(
  "import_rejections",
  {
    workspaceId: workspaceId(),
    importId: uuid("import_id").notNull(),
    /** 1 for the first record (NDJSON) or element (array). */
    row: integer("row").notNull(),
    /** The physical line that the record begins on, from 1. */
    line: integer("line").notNull().default(1),
    errors: jsonb("errors").$type<RowError[]>().notNull(),
    raw: text("raw").notNull(),
    /** The record's own bytes, so that it can be mended and sent again; null when it is too long to be kept. */
    record: bytea("record"),
  },
  (t) => [
    primaryKey({ name: "import_rejections_pk", columns: [t.workspaceId, t.importId, t.row] }),
    foreignKey({
      name: "import_rejections_import",
      columns: [t.workspaceId, t.importId],
      foreignColumns: [imports.workspaceId, imports.id],
    }).onDelete("cascade"),
    check("import_rejections_row_counts", sql`${t.row} >= 1`),
    check(
      "import_rejections_say_why",
      sql`jsonb_typeof(${t.errors}) = 'array' and jsonb_array_length(${t.errors}) > 0`,
    ),
  ],
);

/** How the files of a source were mapped last, to be offered for the next one. */
export const importMappings = pgTable(
  "import_mappings",
  {
    workspaceId: workspaceId(),
    source: text("source").notNull(),
    format: text("format", { enum: importFormats }).notNull(),
    mapping: jsonb("mapping").$type<KeptMapping>().notNull(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ name: "import_mappings_pk", columns: [t.workspaceId, t.source, t.format] }),
    foreignKey({ name: "import_mappings_workspace", columns: [t.workspaceId], foreignColumns: [workspaces.id] }),
    check("import_mappings_source_fits", filled(t.source, limits.key)),
    check("import_mappings_format_known", oneOf(t.format, importFormats)),
    check("import_mappings_object", sql`jsonb_typeof(${t.mapping}) = 'object'`),
  ],
);

export const writtenTypes = ["feedback", "company", "contact"] as const;

/** What an import wrote, and what was there before: so that it can be undone. */
export const importWrites = pgTable(
  "import_writes",
  {
    workspaceId: workspaceId(),
    importId: uuid("import_id").notNull(),
    type: text("type", { enum: writtenTypes }).notNull(),
    id: uuid("id").notNull(),
    /** The version that the import left it in. Somebody who changed it in between keeps it at the one before. */
    version: integer("version").notNull(),
    /** What it was before the import's first write; null when the import made it. */
    before: jsonb("before").$type<Record<string, unknown>>(),
  },
  (t) => [
    primaryKey({ name: "import_writes_pk", columns: [t.workspaceId, t.importId, t.type, t.id] }),
    foreignKey({
      name: "import_writes_import",
      columns: [t.workspaceId, t.importId],
      foreignColumns: [imports.workspaceId, imports.id],
    }).onDelete("cascade"),
    // What other imports wrote of the same record.
    index("import_writes_of_record").on(t.workspaceId, t.id),
    check("import_writes_type_known", oneOf(t.type, writtenTypes)),
    check("import_writes_version_counts", sql`${t.version} >= 1`),
  ],
);

export const keptReasons = ["edited", "linked", "imported_again", "in_use"] as const;

/** What undoing left as it is. */
export const importKept = pgTable(
  "import_kept",
  {
    workspaceId: workspaceId(),
    importId: uuid("import_id").notNull(),
    type: text("type", { enum: writtenTypes }).notNull(),
    id: uuid("id").notNull(),
    reason: text("reason", { enum: keptReasons }).notNull(),
  },
  (t) => [
    primaryKey({ name: "import_kept_pk", columns: [t.workspaceId, t.importId, t.type, t.id] }),
    foreignKey({
      name: "import_kept_import",
      columns: [t.workspaceId, t.importId],
      foreignColumns: [imports.workspaceId, imports.id],
    }).onDelete("cascade"),
    check("import_kept_type_known", oneOf(t.type, writtenTypes)),
    check("import_kept_reason_known", oneOf(t.reason, keptReasons)),
  ],
);
