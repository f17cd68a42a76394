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

export const importFormats = ["throughline"] as const;
export const importStates = ["receiving", "queued", "running", "done", "failed", "cancelled"] as const;

/** Where the work stands: the next batch begins here, and is one transaction with the counts. */
export type ImportCheckpoint = { chunk: number; offset: number; row: number; line: number; turn: number };
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
    source: text("source"),
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
    checkpoint: jsonb("checkpoint").$type<ImportCheckpoint>(),
    error: text("error"),
    startedAt: instant("started_at"),
    finishedAt: instant("finished_at"),
    createdBy: starter.id,
    createdByKind: starter.kind,
    ...changeable(),
  },
  (t) => [
    primaryKey({ name: "imports_pk", columns: [t.workspaceId, t.id] }),
    foreignKey({ name: "imports_workspace", columns: [t.workspaceId], foreignColumns: [workspaces.id] }),
    index("imports_newest").on(t.workspaceId, t.createdAt, t.id),
    check("imports_format_known", oneOf(t.format, importFormats)),
    check("imports_content_type_fits", atMost(t.contentType, limits.name)),
    check("imports_source_fits", filled(t.source, limits.key)),
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
      sql`(${t.state} in ('done', 'failed', 'cancelled')) = (${t.finishedAt} is not null)`,
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
