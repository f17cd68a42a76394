import { sql } from "drizzle-orm";
import { bigint, check, foreignKey, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { oneOf, workspaceId } from "#db/schema/columns.ts";
import { workspaces } from "#db/schema/identity.ts";

export const counterKinds = ["feedback", "idea", "initiative"] as const;

/** The next `number` of each kind; taken by `select allocate_numbers(kind, how_many)`, which answers the first. */
export const counters = pgTable(
  "counters",
  {
    workspaceId: workspaceId(),
    kind: text("kind", { enum: counterKinds }).notNull(),
    next: bigint("next", { mode: "number" }).notNull().default(1),
  },
  (t) => [
    primaryKey({ name: "counters_pk", columns: [t.workspaceId, t.kind] }),
    foreignKey({ name: "counters_workspace", columns: [t.workspaceId], foreignColumns: [workspaces.id] }),
    check("counters_kind_known", oneOf(t.kind, counterKinds)),
    check("counters_next_counts", sql`${t.next} >= 1`),
  ],
);
