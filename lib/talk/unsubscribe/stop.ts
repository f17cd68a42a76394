import { sql } from "drizzle-orm";
import { database } from "#db/client.ts";
import type { Actor, ActorWorkspace } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import { within } from "#lib/core/operation.ts";
import type { Kind } from "../notifications/schema.ts";
import { changeSettings, readSettings } from "../notifications/settings.ts";
import { streamIn } from "./token.ts";

/** The member whom a link was sent to, able to do nothing but this; 404 for a link that is none, or a member who is none any more. */
async function memberOf(token: string, requestId: string): Promise<{ actor: Actor; kind: Kind }> {
  const stream = streamIn(token);
  if (!stream) throw notFound({ reason: "unsubscribe" });
  const { workspaceId, userId, kind } = stream;
  const [row] = await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) =>
    tx.execute<ActorWorkspace & { person: string }>(sql`
      select w.id, w.slug, w.name, w.time_zone as "timeZone", w.currency, u.name as person
      from memberships m join workspaces w on w.id = m.workspace_id join users u on u.id = m.user_id
      where m.workspace_id = ${workspaceId} and m.user_id = ${userId} and m.removed_at is null and w.deleted_at is null`),
  );
  if (!row) throw notFound({ reason: "unsubscribe", userId });
  const { person, ...workspace } = row;
  const actor: Actor = {
    kind: "member",
    id: userId,
    name: person,
    role: null,
    permissions: new Set(),
    workspace,
    requestId,
  };
  return { actor, kind };
}

/** What a link is for, and whether these mails are stopped already. Looking changes nothing. */
export async function lookAtStream(token: string, requestId: string) {
  const { actor, kind } = await memberOf(token, requestId);
  const { byMail } = await within(actor, "read", readSettings);
  return { workspace: actor.workspace.name, kind, isStopped: !byMail.includes(kind) };
}

/** Stops the mails of one kind from one workspace; nothing else changes. */
export async function stopMails(token: string, requestId: string): Promise<void> {
  const { actor, kind } = await memberOf(token, requestId);
  await within(actor, "write", (scope) =>
    changeSettings(scope, ({ byMail }) => ({ byMail: byMail.filter((one) => one !== kind) })),
  );
}
