import { check, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, oneOf, tsvector, workspaceId } from "#db/schema/columns.ts";

export const searchTypes = ["feedback", "idea", "objective", "initiative", "company", "contact"] as const;

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
  },
  (t) => [
    primaryKey({ name: "search_documents_pk", columns: [t.workspaceId, t.type, t.id] }),
    // The workspace and the kind are in the word index (btree_gin), so that others' common words cost nothing here.
    index("search_documents_words").using("gin", t.workspaceId, t.type, t.tsv),
    index("search_documents_newest").on(t.workspaceId, t.type, t.at),
    check("search_documents_type_known", oneOf(t.type, searchTypes)),
  ],
);
