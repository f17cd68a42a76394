import { type SQL, sql } from "drizzle-orm";
import { invalid } from "#lib/core/errors.ts";
import { command, type Scope } from "#lib/core/operation.ts";
import { countUnread } from "./queries.ts";
import "./reactions.ts";
import { readInput, unreadCount, unreadInput } from "./schema.ts";

export { updateNotificationSettings } from "./settings.ts";

/** So many are marked at once, the newest first: 200,000 took longer than a request has. */
const most = sql.raw("5000");

const allUnread = ({ actor }: Scope): SQL => sql`n.event_id in (
  select u.event_id from notifications u
  where u.workspace_id = ${actor.workspace.id} and u.user_id = ${actor.id}::uuid and u.in_app and u.read_at is null
  order by u.created_at desc, u.event_id desc limit ${most})`;

const among = (ids: string[]): SQL =>
  sql`n.event_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`;

/** Marks the asking member's own, and says that some were marked: not which. */
async function mark({ tx, actor, now, record }: Scope, isRead: boolean, which: SQL): Promise<void> {
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
  isPersonal: true,
  input: readInput,
  output: unreadCount,
  async run(scope, { ids, all }) {
    if (!ids && !all) throw invalid("/ids", "required", "is needed, or all");
    await mark(scope, true, ids ? among(ids) : allUnread(scope));
    return { unread: await countUnread(scope) };
  },
});

export const unreadNotification = command({
  name: "notification.unread",
  needs: "read",
  isPersonal: true,
  input: unreadInput,
  output: unreadCount,
  async run(scope, { ids }) {
    await mark(scope, false, among(ids));
    return { unread: await countUnread(scope) };
  },
});
