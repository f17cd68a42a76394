import { type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Values } from "#lib/core/events.ts";
import { query } from "#lib/core/operation.ts";
import { defaultLimit } from "#lib/core/pagination.ts";
import { undoOf } from "#lib/core/undo.ts";
import type { Author } from "#lib/ideas/author.ts";
import { shownTo } from "./personal.ts";
import { beyond, cursorOf, settled } from "./position.ts";
import { type event, eventPage, listEventsInput } from "./schema.ts";

type Row = {
  id: string;
  xid: string;
  at: string;
  actor: Author;
  action: string;
  type: string;
  subject_id: string;
  reason: string | null;
  before: Values | null;
  after: Values | null;
  undoes: string | null;
  undone_by: string | null;
};

/** Events of a subject come from two indexes, its own and that of evidence; each gives no more than a page. */
function sources(subject: string | undefined): SQL[] {
  if (subject === undefined) return [sql`true`];
  const [type, id] = subject.split(":");
  const direct = sql`e.subject_type = ${type} and e.subject_id = ${id}::uuid`;
  return type === "feedback" ? [direct, sql`e.feedback_id = ${id}::uuid and e.subject_type <> 'feedback'`] : [direct];
}

/** The append-only history, without what others did for themselves alone. */
export const listEvents = query({
  name: "event.list",
  needs: "read",
  input: listEventsInput,
  output: eventPage,
  async run({ tx, actor }, { subject, after, limit = defaultLimit, order = "asc" }) {
    const { workspace, permissions } = actor;
    const own = sql`${workspace.id}::uuid`;
    const direction = sql.raw(order);
    const bounds = order === "asc" ? sql`${beyond(after, order)} and ${settled}` : beyond(after, order);
    const pieces = sources(subject).map(
      (source) => sql`(
        select e.id, e.xid, e.at, e.actor_kind, e.actor_id, e.action, e.subject_type, e.subject_id, e.reason, e.before,
          e.after, e.undoes
        from events e where e.workspace_id = ${own} and ${source} and ${bounds} and ${shownTo(actor)}
        order by e.xid ${direction}, e.id ${direction} limit ${limit + 1})`,
    );
    const rows = await tx.execute<Row>(sql`
      with page as materialized (
        select * from (${sql.join(pieces, sql` union all `)}) e
        order by e.xid ${direction}, e.id ${direction} limit ${limit + 1})
      select e.id, e.xid::text, e.at, e.action, e.subject_type as type, e.subject_id, e.reason, e.undoes,
        case when e.before is null and v.before is null then null
          else coalesce(e.before, '{}') || coalesce(v.before, '{}') end as before,
        case when e.after is null and v.after is null then null
          else (coalesce(e.after, '{}') || coalesce(v.after, '{}')) - 'undoes' end as after,
        (select u.id from events u where u.workspace_id = ${own} and u.undoes = e.id) as undone_by,
        jsonb_build_object('kind', e.actor_kind, 'id', case when e.actor_kind <> 'system' then e.actor_id end, 'name',
          coalesce(case e.actor_kind
            when 'member' then (select m.name from users m where m.id = e.actor_id::uuid)
            when 'key' then (select k.name from api_keys k where k.workspace_id = ${own} and k.id = e.actor_id::uuid)
          end, 'Throughline')) as actor
      from page e
      left join event_values v on v.workspace_id = ${own} and v.event_id = e.id
      order by e.xid ${direction}, e.id ${direction}`);
    const allowed = (action: string) => {
      const undo = undoOf(action);
      return undo !== undefined && permissions.has(undo.needs);
    };
    const data = rows.slice(0, limit).map(
      (row): z.input<typeof event> => ({
        id: row.id,
        cursor: cursorOf(row),
        at: row.at,
        actor: row.actor,
        action: row.action,
        subject: { type: row.type, id: row.subject_id },
        reason: row.reason,
        before: row.before,
        after: row.after,
        undoes: row.undoes,
        undoneBy: row.undone_by,
        undoable: row.undone_by === null && allowed(row.action),
      }),
    );
    return { data, nextCursor: rows.length > limit ? (data.at(-1)?.cursor ?? null) : null };
  },
});
