import { type SQL, sql } from "drizzle-orm";
import { type Actor, personOf } from "#lib/core/actor.ts";

/** What members do for themselves alone: what they have read, what they follow, what they want to hear of. */
const actions = [
  "notification.read",
  "notification.unread",
  "notification.settingsChanged",
  "record.followed",
  "record.unfollowed",
];
const personal = new Set(actions);
const list = sql.raw(actions.map((action) => `'${action}'`).join(", "));

/** The events `e` that the actor may see: of what is personal only their own. */
export const shownTo = (actor: Actor): SQL =>
  sql`(e.action not in (${list}) or (e.actor_kind = 'member' and e.actor_id = ${personOf(actor)}::text))`;

/** The same of one event. */
export const isShownTo = (
  actor: Actor,
  event: { action: string; actor: { kind: string; id: string | null } },
): boolean => !personal.has(event.action) || (event.actor.kind === "member" && event.actor.id === personOf(actor));
