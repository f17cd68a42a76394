import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "#lib/core/operation.ts";
import { type Happened, reacts } from "#lib/core/reactions.ts";
import { askersOf, followersOf } from "../follows/audience.ts";
import { subjectTypes } from "../schema.ts";
import { mailTold, type Told } from "./mails.ts";
import { type News, newsOf } from "./rules.ts";
import { defaults } from "./settings.ts";

/** Of an event that concerns somebody twice, the nearest is told. */
const rank = sql`array_position(array['mention', 'assignment', 'comment', 'change'], c.kind)`;

type Wanted = { n: number; id: string };
const table = (wanted: Wanted[]): SQL =>
  sql`(select * from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as t(n int, id uuid))`;

/** Queries of `n` (which news) and `user_id`, for news that goes to those who follow or asked for something. */
function audiences(workspaceId: string, news: News[]): SQL[] {
  const asking = news.map((one, n) => ({ ...one, n }));
  const followed = subjectTypes.flatMap((type) => {
    const wanted = asking.flatMap(({ n, to }) =>
      "followersOf" in to && to.followersOf.type === type ? [{ n, id: to.followersOf.id }] : [],
    );
    return wanted.length > 0 ? [followersOf(workspaceId, type, table(wanted))] : [];
  });
  const askedFor = (["idea", "initiative"] as const).flatMap((type) => {
    const wanted = asking.flatMap(({ n, toAskers, subject }) =>
      toAskers && subject.type === type ? [{ n, id: subject.id }] : [],
    );
    return wanted.length > 0 ? [askersOf(workspaceId, type, table(wanted))] : [];
  });
  return [...followed, ...askedFor];
}

/**
 * Tells members what concerns them, in the transaction in which it happened: each once, whatever reasons there are, never
 * who did it, and nobody who was removed.
 */
async function tell(scope: Scope, happened: readonly Happened[]): Promise<void> {
  const { tx, actor, now } = scope;
  const news = happened.flatMap(newsOf);
  if (news.length === 0) return;
  const workspaceId = actor.workspace.id;
  const rows = news.map(({ eventId, kind, subject: { type, id }, to }, n) => {
    return { n, event_id: eventId, kind, type, id, user_id: "userId" in to ? to.userId : null };
  });
  const doer = actor.kind === "member" ? actor.id : null;
  const sources = [sql`select n, user_id from news where user_id is not null`, ...audiences(workspaceId, news)];
  const told = await tx.execute<Told>(sql`
    with news as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as t(n int, event_id uuid, kind text, type text, id uuid, user_id uuid)),
    concerned (n, user_id) as (${sql.join(sources, sql` union all `)}),
    chosen as (
      select distinct on (c.event_id, p.user_id) c.event_id, p.user_id, c.kind, c.type, c.id
      from concerned p join news c on c.n = p.n
      order by c.event_id, p.user_id, ${rank}),
    wanted as (
      select c.*, c.kind = any (coalesce(s.in_app, ${sql.raw(`'{${defaults.inApp.join()}}'`)}::text[])) as in_app,
        c.kind = any (coalesce(s.by_mail, ${sql.raw(`'{${defaults.byMail.join()}}'`)}::text[])) as by_mail
      from chosen c
      join memberships m on m.workspace_id = ${workspaceId}::uuid and m.user_id = c.user_id and m.removed_at is null
      left join notification_settings s on s.workspace_id = m.workspace_id and s.user_id = m.user_id
      where c.user_id is distinct from ${doer}::uuid)
    insert into notifications (workspace_id, user_id, event_id, kind, subject_type, subject_id, in_app, by_mail, created_at)
    select ${workspaceId}::uuid, user_id, event_id, kind, type, id, in_app, by_mail, ${now.toISOString()}::timestamptz
    from wanted where in_app or by_mail
    order by user_id, event_id
    on conflict do nothing
    returning user_id as "userId", event_id as "eventId", kind, subject_type as type, subject_id as id, by_mail as "byMail"`);
  await mailTold(
    scope,
    happened,
    told.filter(({ byMail }) => byMail),
  );
}

/** Whoever comments follows what they commented on, unless they said no before. */
async function followCommented({ tx, actor }: Scope, happened: readonly Happened[]): Promise<void> {
  if (actor.kind !== "member") return;
  for (const { action, after } of happened) {
    if (action !== "comment.created" || typeof after?.about !== "string") continue;
    const [type, id] = after.about.split(":");
    await tx.execute(sql`
      insert into follows (workspace_id, user_id, subject_type, subject_id, following)
      values (${actor.workspace.id}, ${actor.id}, ${type}, ${id}, true) on conflict do nothing`);
  }
}

reacts(tell);
reacts(followCommented);
