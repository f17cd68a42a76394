import { sql } from "drizzle-orm";
import { type AnyPgColumn, check, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, oneOf, tsvector, workspaceId } from "#db/schema/columns.ts";

export const searchTypes = ["feedback", "idea", "objective", "initiative", "company", "contact"] as const;

type Keyed = Record<"workspaceId" | "type" | "at" | "tsv" | "facets", AnyPgColumn>;
const keys = (t: Keyed) => sql`search_keys(${t.workspaceId}, ${t.type}, ${t.at}, ${t.tsv}, ${t.facets})`;

/**
 * The text of every kind of record. Without row security, since @@ is not leakproof and would lose the index under it; so
 * the runtime role has no rights here: triggers write it, `search_documents_of_workspace` reads it.
 */
export const searchDocuments = pgTable(
  "search_documents",
  {
    workspaceId: workspaceId(),
    type: text("type", { enum: searchTypes }).notNull(),
    id: uuid("id").notNull(),
    title: text("title").notNull(),
    body: text("body").notNull(),
    tsv: tsvector("tsv").notNull(),
    at: instant("at").notNull(),
    /** What operators ask for: `#is:inbox`, `#tag:export`, `#company:<id>`. */
    facets: tsvector("facets").notNull().default(""),
  },
  (t) => [
    primaryKey({ name: "search_documents_pk", columns: [t.workspaceId, t.type, t.id] }),
    // Each word stands behind its workspace, kind and 64 days: neither others' nor older documents cost anything here.
    // What was written last waits in a list that every search reads to its end: a short one.
    index("search_documents_feedback")
      .using("gin", keys(t))
      .with({ gin_pending_list_limit: 512 })
      .where(sql`${t.type} = 'feedback'`),
    index("search_documents_others")
      .using("gin", keys(t))
      .with({ gin_pending_list_limit: 512 })
      .where(sql`${t.type} <> 'feedback'`),
    index("search_documents_names")
      .using("gin", t.workspaceId, t.title.op("gin_trgm_ops"))
      .where(sql`${t.type} <> 'feedback'`),
    index("search_documents_newest").on(t.workspaceId, t.type, t.at),
    check("search_documents_type_known", oneOf(t.type, searchTypes)),
  ],
);
