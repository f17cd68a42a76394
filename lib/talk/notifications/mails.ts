import { sql } from "drizzle-orm";
import type { Scope } from "#lib/core/operation.ts";
import type { Happened } from "#lib/core/reactions.ts";
import { sendMail, sendsMail } from "#lib/mail/send.ts";
import type { Subject, SubjectType } from "../schema.ts";
import { isAlive, places } from "../subject.ts";
import { tokenOf } from "../unsubscribe/token.ts";
import { excerptOf } from "./excerpt.ts";
import { mailGiven } from "./given.ts";
import { titles, within } from "./read.ts";
import type { Kind } from "./schema.ts";
import { subjectHref, wordsOf } from "./wording-rules.ts";

/** A notification as it was just written. */
export type Told = { userId: string; eventId: string; kind: Kind; type: SubjectType; id: string; byMail: boolean };

type Facts = { title: string | null; within: string | null };

/** What the record is called, and where it is found; undefined where it is gone. */
async function factsOf({ tx, actor }: Scope, { type, id }: Subject): Promise<Facts | undefined> {
  const [row] = await tx.execute<Facts>(sql`
    select ${titles[type] ?? sql`r.${sql.identifier(places[type].title)}`} as title,
      ${within[type] ?? sql`null::text`} as within
    from ${sql.identifier(places[type].table)} r
    where r.workspace_id = ${actor.workspace.id} and r.id = ${id} and ${isAlive(type)}`);
  return row;
}

/** Asked once for each thing: a comment may name hundreds. */
function once<K, V>(keyOf: (key: K) => string, ask: (key: K) => Promise<V>): (key: K) => Promise<V> {
  const known = new Map<string, Promise<V>>();
  return (key) => {
    const name = keyOf(key);
    const answer = known.get(name) ?? ask(key);
    known.set(name, answer);
    return answer;
  };
}

async function bodyOf({ tx, actor }: Scope, commentId: string): Promise<string | null> {
  const [row] = await tx.execute<{ body: string }>(sql`
    select left(body, 2000) as body from comments where workspace_id = ${actor.workspace.id} and id = ${commentId}`);
  return row ? excerptOf(row.body) : null;
}

async function peopleAmong({ tx }: Scope, ids: string[]): Promise<Map<string, string>> {
  const rows = await tx.execute<{ id: string; email: string }>(sql`
    select id, email from users where id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`);
  return new Map(rows.map(({ id, email }) => [id, email]));
}

async function horizonsOf({ tx, actor }: Scope): Promise<Record<string, string>> {
  const [row] = await tx.execute<{ names: Record<string, string> }>(sql`
    select horizon_names as names from workspaces where id = ${actor.workspace.id}`);
  return row?.names ?? {};
}

/**
 * A mail for each, in the same transaction: what is told is sent, and what is taken back is not. Of what somebody is given,
 * hundreds may come at once: those come together.
 */
export async function mailTold(scope: Scope, happened: readonly Happened[], told: readonly Told[]): Promise<void> {
  if (told.length === 0 || !sendsMail()) return;
  await mailGiven(
    scope,
    told.filter(({ kind }) => kind === "assignment"),
  );
  await mailEach(
    scope,
    happened,
    told.filter(({ kind }) => kind !== "assignment"),
  );
}

async function mailEach(scope: Scope, happened: readonly Happened[], told: readonly Told[]): Promise<void> {
  if (told.length === 0) return;
  const { workspace, name } = scope.actor;
  const events = new Map(happened.map((event) => [event.id, event]));
  const addresses = await peopleAmong(scope, [...new Set(told.map(({ userId }) => userId))]);
  const horizons = await horizonsOf(scope);
  const facts = once(
    ({ type, id }: Subject) => `${type}:${id}`,
    (subject) => factsOf(scope, subject),
  );
  const words = once(
    (id: string) => id,
    (id) => bodyOf(scope, id),
  );
  for (const { userId, eventId, kind, type, id } of told) {
    const [event, to, about] = [events.get(eventId), addresses.get(userId), await facts({ type, id })];
    if (!event || !to || !about) continue;
    const horizon = event.after?.horizon;
    const { action } = event;
    const { before, after } = wordsOf({ kind, action, to: typeof horizon === "string" ? horizon : null }, horizons);
    const title = about.title ?? "";
    const said = event.subject.type === "comment" ? await words(event.subject.id) : (event.reason ?? null);
    const path = subjectHref(workspace.slug, { type, id, within: about.within });
    await sendMail(scope, {
      to,
      subject: `${name} ${before} “${title}”${after && ` ${after}`}`,
      paragraphs: [
        `${name} ${before} “${title}”${after && ` ${after}`} in ${workspace.name}.`,
        ...(said ? [said] : []),
        { label: "Open it", path },
        { label: "Choose what you are told of", path: `/w/${workspace.slug}/settings/notifications` },
      ],
      unsubscribe: `/unsubscribe/${tokenOf({ workspaceId: workspace.id, userId, kind })}`,
    });
  }
}
