import { sql } from "drizzle-orm";
import { notFound } from "./errors.ts";
import type { Scope } from "./operation.ts";
import type { Permission } from "./permissions.ts";
import { unchangedSince, undoes } from "./undo.ts";

type Kind = {
  /** The table; it has `version`, `updated_at` and `deleted_at`. */
  table: "metrics" | "objectives" | "key_results" | "initiatives" | "outcomes" | "comments" | "products";
  /** The subject's type in events, which are `<type>.deleted` and `<type>.restored`. */
  type: string;
};

/** Version and whether it is deleted, of a locked row; 404 when there never was one. */
export async function lockRow({ tx, actor }: Scope, { table }: Kind, id: string) {
  const [row] = await tx.execute<{ version: number; deleted: boolean }>(sql`
    select version, deleted_at is not null as deleted from ${sql.identifier(table)}
    where workspace_id = ${actor.workspace.id} and id = ${id} for update`);
  if (!row) throw notFound();
  return row;
}

/** Deletes a locked record softly, or brings it back, and notes it. `version` is the one before. */
export async function markDeleted(scope: Scope, kind: Kind, id: string, version: number, deleted: boolean) {
  const { tx, actor, now, record } = scope;
  const at = now.toISOString();
  await tx.execute(sql`
    update ${sql.identifier(kind.table)}
    set deleted_at = ${deleted ? at : null}::timestamptz, updated_at = ${at}::timestamptz, version = version + 1
    where workspace_id = ${actor.workspace.id} and id = ${id}`);
  record({
    action: `${kind.type}.${deleted ? "deleted" : "restored"}`,
    subject: { type: kind.type, id },
    before: { deleted: !deleted, version },
    after: { deleted, version: version + 1 },
  });
}

type Change = (scope: Scope, id: string, version: number) => Promise<void>;

/**
 * How creating a record is undone (it is deleted), deleting (it is restored) and restoring (it is deleted again).
 * `before` takes locks that come before the record's own.
 */
export function undoesLife(
  kind: Kind,
  needs: Permission,
  {
    remove,
    restore,
    before,
  }: { remove: Change; restore: Change; before?: (scope: Scope, id: string) => Promise<void> },
): void {
  for (const [action, gone, change] of [
    ["created", false, remove],
    ["restored", false, remove],
    ["deleted", true, restore],
  ] as const) {
    undoes(`${kind.type}.${action}`, {
      needs,
      async run(scope, event) {
        await before?.(scope, event.subject.id);
        const row = await lockRow(scope, kind, event.subject.id);
        unchangedSince(event, row.deleted === gone ? row.version : undefined);
        await change(scope, event.subject.id, row.version);
      },
    });
  }
}
