import { sql } from "drizzle-orm";
import { type AnyPgColumn, check, foreignKey, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { changeable, deletable, filled, limits, workspaceId } from "#db/schema/columns.ts";
import { workspaces } from "#db/schema/identity.ts";

/** What a workspace makes, where it makes several. A trigger keeps records from being of one that was deleted. */
export const products = pgTable(
  "products",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    name: text("name").notNull(),
    ...changeable(),
    ...deletable(),
  },
  (t) => [
    primaryKey({ name: "products_pk", columns: [t.workspaceId, t.id] }),
    foreignKey({ name: "products_workspace", columns: [t.workspaceId], foreignColumns: [workspaces.id] }),
    uniqueIndex("products_live_name").on(t.workspaceId, sql`lower(${t.name})`).where(sql`${t.deletedAt} is null`),
    check("products_name_fits", filled(t.name, limits.name)),
  ],
);

/** The column by which a record says which product it is of. */
export const productId = () => uuid("product_id");

/** Its foreign key, paired with the workspace. */
export const ofProduct = (table: string, t: { workspaceId: AnyPgColumn; productId: AnyPgColumn }) =>
  foreignKey({
    name: `${table}_product`,
    columns: [t.workspaceId, t.productId],
    foreignColumns: [products.workspaceId, products.id],
  });
