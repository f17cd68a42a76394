import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { authorJson } from "#lib/core/author-row.ts";
import { id } from "#lib/core/fields.ts";
import { newId } from "#lib/core/id.ts";
import { type Scope, within } from "#lib/core/operation.ts";
import { enqueueErrand } from "#lib/jobs/enqueue.ts";
import { errand } from "#lib/jobs/job.ts";
import { systemActor } from "#lib/jobs/system-actor.ts";
import type { Letter } from "#lib/mail/letter.ts";
import { sendMail } from "#lib/mail/send.ts";
import type { SubjectType } from "../schema.ts";
import { tokenOf } from "../unsubscribe/token.ts";
import type { Told } from "./mails.ts";
import { subject } from "./read.ts";
import { defaults } from "./settings.ts";
import { subjectHref } from "./wording-rules.ts";

/** After a mail of something given, what comes within this time comes in one. */
const heldSeconds = 120;
const held = sql`make_interval(secs => ${heldSeconds})`;
const mostListed = 20;
/** So many are told of in one mail; what is more has another. */
const most = 5_000;

type Given = { type: SubjectType; id: string; title: string; within: string | null; by: string; reason: string | null };

const idsIn = (ids: readonly string[]) => sql`(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`;

/** Only one at a time decides about the mails of a member: what is held back has somebody who sends it. */
const inTurn = ({ tx, actor }: Scope, userId: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`given ${actor.workspace.id} ${userId}`}, 0))`);

/**
 * Mails members what they were given in this transaction: at once and in one mail, or, where something was mailed to them a
 * moment ago, together with what else comes.
 */
export async function mailGiven(scope: Scope, told: readonly Told[]): Promise<void> {
  const { tx, actor, now } = scope;
  const workspaceId = actor.workspace.id;
  const members = Map.groupBy(told, ({ userId }) => userId);
  for (const userId of [...members.keys()].sort()) {
    await inTurn(scope, userId);
    const ids = idsIn((members.get(userId) ?? []).map(({ eventId }) => eventId));
    const before = sql`from notifications n where n.workspace_id = ${workspaceId} and n.user_id = ${userId}`;
    const [state] = await tx.execute<{ waits: boolean; isRecent: boolean }>(sql`
      select exists (select 1 ${before} and n.mail_waits) as waits,
        exists (select 1 ${before} and n.by_mail and n.kind = 'assignment' and n.event_id not in ${ids}
          and n.created_at > ${now.toISOString()}::timestamptz - ${held}) as "isRecent"`);
    if (!state?.waits && !state?.isRecent) {
      await send(scope, userId, sql`n.event_id in ${ids}`);
      continue;
    }
    await tx.execute(sql`
      update notifications set mail_waits = true
      where workspace_id = ${workspaceId} and user_id = ${userId} and event_id in ${ids}`);
    if (state.waits) continue;
    const by = { workspaceId, requestId: actor.requestId };
    await enqueueErrand(scope, mailGathered, { workspaceId, userId }, by, { afterSeconds: heldSeconds });
  }
}

/** Mails what was held back for a member, once its time is over. */
export const mailGathered = errand({
  name: "given.mail",
  input: z.strictObject({ workspaceId: id, userId: id }),
  async run({ input: { workspaceId, userId } }) {
    const actor = await systemActor(workspaceId, { name: "given.mail", needs: [], requestId: newId() });
    if (!actor) return "done";
    return within(actor, "write", async (scope) => {
      await inTurn(scope, userId);
      const own = sql`workspace_id = ${workspaceId} and user_id = ${userId}`;
      const waiting = await scope.tx.execute<{ id: string; isDue: boolean }>(sql`
        select event_id as id, created_at <= ${scope.now.toISOString()}::timestamptz - ${held} as "isDue"
        from notifications where ${own} and mail_waits order by created_at, event_id limit ${most}`);
      if (waiting[0]?.isDue === false) return "again";
      const ids = idsIn(waiting.map((one) => one.id));
      await send(scope, userId, sql`n.event_id in ${ids}`);
      await scope.tx.execute(sql`update notifications set mail_waits = false where ${own} and event_id in ${ids}`);
      return waiting.length < most ? "done" : "again";
    });
  },
});

/** What of it the member still owns, can see, and wants to hear of. */
const givenTo = ({ tx, actor }: Scope, userId: string, which: SQL): Promise<(Given & { email: string })[]> =>
  tx.execute<Given & { email: string }>(sql`
    select n.subject_type as type, n.subject_id as id, coalesce(s.title, '') as title, s.within, e.reason, u.email,
      ${authorJson(actor.workspace.id, sql`e.actor_kind`, sql`(case when e.actor_kind <> 'system' then e.actor_id::uuid end)`)} ->> 'name' as by
    from notifications n
    join events e on e.workspace_id = n.workspace_id and e.id = n.event_id
    join users u on u.id = n.user_id
    join memberships m on m.workspace_id = n.workspace_id and m.user_id = n.user_id and m.removed_at is null
    left join notification_settings w on w.workspace_id = n.workspace_id and w.user_id = n.user_id
    cross join lateral (${subject}) s
    where n.workspace_id = ${actor.workspace.id}::uuid and n.user_id = ${userId}::uuid and ${which} and s.owner = n.user_id
      and n.kind = any (coalesce(w.by_mail, ${sql.raw(`'{${defaults.byMail.join()}}'`)}::text[]))
    order by n.created_at, n.event_id limit ${most}`);

async function send(scope: Scope, userId: string, which: SQL): Promise<void> {
  const found = await givenTo(scope, userId, which);
  // Given twice, to and fro: it is one thing to open.
  const given = [...new Map(found.map((one) => [`${one.type}:${one.id}`, one])).values()];
  const [first] = given;
  if (!first) return;
  const { id: workspaceId, slug, name } = scope.actor.workspace;
  const doers = new Set(given.map(({ by }) => by));
  const who = doers.size === 1 ? first.by : "Several people";
  const what = given.length === 1 ? `“${first.title}”` : `${given.length} records`;
  const listed = given.slice(0, mostListed);
  const linkTo = (one: Given, label: string) => ({ label: label.slice(0, 200), path: subjectHref(slug, one) });
  const paragraphs: Letter["paragraphs"] = [
    `${who} made you the owner of ${what} in ${name}.`,
    ...(given.length === 1
      ? [...(first.reason ? [first.reason] : []), linkTo(first, "Open it")]
      : listed.map((one) => linkTo(one, one.title.trim() || "Without a title"))),
    ...(given.length > listed.length
      ? [`And ${given.length - listed.length} more.`, { label: "See all", path: `/w/${slug}/notifications` }]
      : []),
    { label: "Choose what you are told of", path: `/w/${slug}/settings/notifications` },
  ];
  await sendMail(scope, {
    to: first.email,
    subject: `${who} made you the owner of ${what}`,
    paragraphs,
    unsubscribe: `/unsubscribe/${tokenOf({ workspaceId, userId, kind: "assignment" })}`,
  });
}
