import { sql } from "drizzle-orm";
import { z } from "zod";
import { query, type Scope } from "#lib/core/operation.ts";
import { defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
import { readNotifications, visible } from "./read.ts";
import { listNotificationsInput, notificationPage, unreadCount } from "./schema.ts";

const newestFirst = keyset([
  { column: sql`n.created_at`, direction: "desc", cast: "timestamptz" },
  { column: sql`n.event_id`, direction: "desc", cast: "uuid" },
]);

/** What the asking member was told in this workspace. */
export const listNotifications = query({
  name: "notification.list",
  needs: "read",
  input: listNotificationsInput,
  output: notificationPage,
  async run(scope, { limit = defaultLimit, cursor, unread }) {
    const behind = newestFirst.after(cursor);
    const rows = await readNotifications(
      scope,
      sql`${behind ? sql`and ${behind}` : sql``} ${unread === undefined ? sql`` : unread ? sql`and n.read_at is null` : sql`and n.read_at is not null`}
        order by ${newestFirst.order} limit ${limit + 1}`,
    );
    return paged(
      rows,
      limit,
      (row) => row,
      (row) => [row.at, row.id],
    );
  },
});

/** How many are unread. */
export async function countUnread({ tx, actor }: Scope): Promise<number> {
  if (actor.kind !== "member") return 0;
  const [row] = await tx.execute<{ unread: number }>(sql`
    select count(*)::int as unread from (
      select ${visible(actor.workspace.id, actor.id)} and n.read_at is null
      order by ${newestFirst.order} limit 100) newest`);
  return row?.unread ?? 0;
}

export const countNotifications = query({
  name: "notification.count",
  needs: "read",
  input: z.strictObject({}),
  output: unreadCount,
  run: async (scope) => ({ unread: await countUnread(scope) }),
});
