import { type SQL, sql } from "drizzle-orm";
import type { Actor } from "#lib/core/actor.ts";
import { loggable } from "#lib/core/log.ts";
import { within } from "#lib/core/operation.ts";
import { sweepImports } from "#lib/imports/sweep.ts";
import { sweepMails } from "#lib/mail/sweep.ts";
import type { SubjectType } from "#lib/talk/schema.ts";
import { places } from "#lib/talk/subject.ts";
import { recurring } from "./job.ts";

/** Deleted records can be restored for this long (API.md, "Resources"). */
const restorable = sql`interval '30 days'`;
/** Notifications are kept for this long. */
const toldFor = sql`interval '90 days'`;
const atOnce = 100;

type Step = (workspaceId: string, ids: SQL) => SQL;
type Kind = {
  table: string;
  /** What they are called where people talk about them: comments, follows and notifications go with them. */
  talk?: SubjectType;
  /** Feedback that points to them by this column: locked before them, as everywhere (`within`). */
  pointedAtBy?: string;
  /** What hangs on the records and goes before them. */
  first?: Step[];
  /** What they hang on and goes after them. */
  last?: Step[];
  /** Records that something else still needs stay. */
  unless?: SQL;
};

const remove =
  (table: string, column: string): Step =>
  (workspaceId, ids) =>
    sql`delete from ${sql.identifier(table)} where workspace_id = ${workspaceId} and ${sql.identifier(column)} in (${ids})`;
const detach =
  (table: string, column: string): Step =>
  (workspaceId, ids) =>
    sql`update ${sql.identifier(table)} set ${sql.identifier(column)} = null
      where workspace_id = ${workspaceId} and ${sql.identifier(column)} in (${ids})`;
/** The same for what hangs on the key results of objectives. */
const removeBelow =
  (table: string): Step =>
  (workspaceId, ids) =>
    sql`delete from ${sql.identifier(table)} where workspace_id = ${workspaceId} and key_result_id in (
      select id from key_results where workspace_id = ${workspaceId} and objective_id in (${ids}))`;

/** The same of follows and notifications, which name their record by its kind. */
const forget =
  (table: string, type: SubjectType): Step =>
  (workspaceId, ids) =>
    sql`delete from ${sql.identifier(table)} where workspace_id = ${workspaceId} and subject_type = ${type} and subject_id in (${ids})`;
const forgetBelow =
  (table: string): Step =>
  (workspaceId, ids) =>
    forget(table, "keyResult")(
      workspaceId,
      sql`select id from key_results where workspace_id = ${workspaceId} and objective_id in (${ids})`,
    );
/** What people said about records, and who follows them. */
const talkOf = (type: SubjectType): Step[] => [
  remove("comments", places[type].column),
  forget("follows", type),
  forget("notifications", type),
];

/** In the order in which foreign keys let them go. */
const kinds: Kind[] = [
  { table: "comments" },
  {
    table: "feedback",
    talk: "feedback",
    first: [remove("evidence", "feedback_id")],
    last: [remove("decisions", "subject_id")],
  },
  { table: "outcomes" },
  {
    table: "initiatives",
    talk: "initiative",
    first: [
      remove("outcomes", "initiative_id"),
      remove("initiative_ideas", "initiative_id"),
      remove("initiative_objectives", "initiative_id"),
      remove("initiative_key_results", "initiative_id"),
    ],
    last: [remove("decisions", "subject_id")],
  },
  {
    table: "ideas",
    talk: "idea",
    first: [remove("evidence", "idea_id"), remove("initiative_ideas", "idea_id")],
    last: [remove("decisions", "subject_id")],
  },
  {
    table: "key_results",
    talk: "keyResult",
    first: [remove("check_ins", "key_result_id"), remove("initiative_key_results", "key_result_id")],
  },
  {
    table: "objectives",
    talk: "objective",
    first: [
      removeBelow("comments"),
      forgetBelow("follows"),
      forgetBelow("notifications"),
      removeBelow("check_ins"),
      removeBelow("initiative_key_results"),
      remove("key_results", "objective_id"),
      remove("initiative_objectives", "objective_id"),
      detach("objectives", "parent_id"),
    ],
  },
  {
    table: "products",
    // What was deleted before its product can still come back, and then comes back without it.
    unless: sql.join(
      ["feedback", "ideas", "objectives", "initiatives"].map(
        (table) => sql`exists (
          select 1 from ${sql.identifier(table)} t where t.workspace_id = r.workspace_id and t.product_id = r.id)`,
      ),
      sql` or `,
    ),
  },
  {
    table: "metrics",
    talk: "metric",
    first: [remove("metric_points", "metric_id")],
    unless: sql`exists (select 1 from key_results k where k.workspace_id = r.workspace_id and k.metric_id = r.id)
      or exists (select 1 from outcomes o where o.workspace_id = r.workspace_id and o.metric_id = r.id)`,
  },
  { table: "contacts", talk: "contact", pointedAtBy: "contact_id", first: [detach("feedback", "contact_id")] },
  {
    table: "companies",
    talk: "company",
    pointedAtBy: "company_id",
    first: [detach("feedback", "company_id"), detach("contacts", "company_id")],
  },
];

/** Removes for good what was deleted long enough ago, with expired Idempotency-Keys and what imports leave behind. */
export const purge = recurring({
  name: "records.purge",
  needs: [],
  cron: "17 * * * *",
  async run({ actor, log, signal }) {
    const purged: Record<string, unknown> = {};
    const failures: unknown[] = [];
    // One that fails keeps none of the others, now or in an hour.
    const part = async (name: string, work: () => Promise<unknown>) => {
      try {
        purged[name] = await work();
      } catch (error) {
        log.warn({ part: name, error: loggable(error) }, "could not be purged");
        failures.push(error);
      }
    };
    for (const kind of kinds) await part(kind.table, () => purgeKind(actor, kind, signal));
    await part("keys", () => purgeKeys(actor));
    await part("invitations", () => purgeInvitations(actor));
    await part("notifications", () => purgeNotifications(actor));
    await part("importsLeft", () => sweepImports(actor));
    await part("mails", () => inBatches(actor, () => sweepMails));
    log.info(purged, "purged");
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} parts could not be purged`);
  },
});

async function purgeKind(actor: Actor, kind: Kind, signal: AbortSignal): Promise<number> {
  let total = 0;
  for (let gone = atOnce; gone === atOnce && !signal.aborted; total += gone) {
    if (kind.pointedAtBy) await letGo(actor, kind.table, kind.pointedAtBy);
    gone = await purgeSome(actor, kind);
  }
  return total;
}

const oldOf = (workspaceId: string, table: string, unless = sql`false`): SQL => sql`
  select r.id from ${sql.identifier(table)} r
  where r.workspace_id = ${workspaceId} and r.deleted_at < now() - ${restorable} and not (${unless})
  order by r.id limit ${atOnce}`;

/** Feedback that points to what goes, some at a time: of one customer there may be any amount. */
const letGo = (actor: Actor, table: string, pointedAtBy: string): Promise<number> =>
  inBatches(
    actor,
    (workspaceId) => sql`
    update feedback set ${sql.identifier(pointedAtBy)} = null where workspace_id = ${workspaceId} and id in (
      select f.id from feedback f
      where f.workspace_id = ${workspaceId} and f.${sql.identifier(pointedAtBy)} in (${oldOf(workspaceId, table)})
      order by f.id limit 1000 for no key update)`,
  );

async function purgeSome(actor: Actor, kind: Kind): Promise<number> {
  const { table, talk, pointedAtBy, first = [], last = [], unless } = kind;
  const workspaceId = actor.workspace.id;
  return within(actor, "write", async ({ tx, record }) => {
    const old = oldOf(workspaceId, table, unless);
    if (pointedAtBy) {
      await tx.execute(sql`
        select f.id from feedback f where f.workspace_id = ${workspaceId} and f.${sql.identifier(pointedAtBy)} in (${old})
        order by f.id for no key update`);
    }
    const rows = await tx.execute<{ id: string }>(sql`${old} for update`);
    if (rows.length === 0) return 0;
    const ids = sql`select jsonb_array_elements_text(${JSON.stringify(rows.map((row) => row.id))}::jsonb)::uuid`;
    const said = talk ? talkOf(talk) : [];
    for (const step of [...said, ...first, remove(table, "id"), ...last]) await tx.execute(step(workspaceId, ids));
    const subject = { type: "workspace", id: workspaceId };
    record({ action: "records.purged", subject, after: { kind: table, records: rows.length } });
    return rows.length;
  });
}

/** They hold addresses of people who may never have come. */
async function purgeInvitations(actor: Actor): Promise<number> {
  const { count } = await within(actor, "write", ({ tx }) =>
    tx.execute(sql`
      delete from invitations where workspace_id = ${actor.workspace.id} and expires_at < now() - ${restorable}`),
  );
  return count;
}

/** Read or not: what is older is history, and stands there. */
const purgeNotifications = (actor: Actor): Promise<number> =>
  inBatches(
    actor,
    (workspaceId) => sql`
    delete from notifications where workspace_id = ${workspaceId} and (user_id, event_id) in (
      select user_id, event_id from notifications
      where workspace_id = ${workspaceId} and created_at < now() - ${toldFor}
      order by created_at limit 1000)`,
  );

/** Expired ones. */
const purgeKeys = (actor: Actor): Promise<number> =>
  inBatches(
    actor,
    (workspaceId) => sql`
    delete from idempotency_keys where workspace_id = ${workspaceId} and key in (
      select key from idempotency_keys where workspace_id = ${workspaceId} and expires_at < now()
      order by expires_at limit 1000)`,
  );

/** Repeats a statement that deletes 1,000 rows at most, until there are no more. Gives how many there were. */
async function inBatches(actor: Actor, statement: (workspaceId: string) => SQL): Promise<number> {
  let total = 0;
  for (let gone = 1_000; gone === 1_000; total += gone) {
    gone = (await within(actor, "write", ({ tx }) => tx.execute(statement(actor.workspace.id)))).count;
  }
  return total;
}
