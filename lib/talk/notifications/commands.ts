import { type SQL, sql } from "drizzle-orm";
import { invalid } from "#lib/core/errors.ts";
import { command, type Scope } from "#lib/core/operation.ts";
import { countUnread } from "./queries.ts";
import "./reactions.ts";
import { readInput, unreadCount, unreadInput } from "./schema.ts";

export { updateNotificationSettings } from "./settings.ts";

const among = (ids: string[]): SQL =>
  sql`n.event_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`;

/** Marks the asking member's own, and says that some were marked: not which. */
async function mark({ tx, actor, now, record }: Scope, isRead: boolean, which: SQL): Promise<void> {
  if (actor.kind !== "member") return;
  const { count } = await tx.execute(sql`
    update notifications n set read_at = ${isRead ? now.toISOString() : null}::timestamptz
    where n.workspace_id = ${actor.workspace.id} and n.user_id = ${actor.id} and n.in_app
      and (n.read_at is null) = ${isRead} and ${which}`);
  if (count === 0) return;
  const action = isRead ? "notification.read" : "notification.unread";
  record({ action, subject: { type: "member", id: actor.id }, after: { count } });
}

export const readNotification = command({
  name: "notification.read",
  needs: "read",
  input: readInput,
  output: unreadCount,
  async run(scope, { ids, all }) {
    if (!ids && !all) throw invalid("/ids", "required", "is needed, or all");
    await mark(scope, true, ids ? among(ids) : sql`true`);
    return { unread: await countUnread(scope) };
  },
});

export const unreadNotification = command({
  name: "notification.unread",
  needs: "read",
  input: unreadInput,
  output: unreadCount,
  async run(scope, { ids }) {
    await mark(scope, false, among(ids));
    return { unread: await countUnread(scope) };
  },
});
