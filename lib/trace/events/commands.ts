import { sql } from "drizzle-orm";
import { AppError, conflict, forbidden, notFound } from "#lib/core/errors.ts";
import type { Entry, Values } from "#lib/core/events.ts";
import { command, type Scope } from "#lib/core/operation.ts";
import { mayUndo, type PastEvent, type Undo, undoOf } from "#lib/core/undo.ts";
import { undoInput, undone } from "./schema.ts";

type Row = {
  at: string;
  action: string;
  type: string;
  subject_id: string;
  reason: string | null;
  before: Values;
  after: Values;
};

/** The event with its personal values; 404 when there is none. Whoever undoes the same event waits. */
async function lockEvent({ tx, actor }: Scope, id: string): Promise<PastEvent> {
  const own = sql`${actor.workspace.id}::uuid`;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('undo ' || ${id}::uuid, 0))`);
  const [row] = await tx.execute<Row>(sql`
    select e.at, e.action, e.subject_type as type, e.subject_id, e.reason,
      coalesce(e.before, '{}') || coalesce(v.before, '{}') as before,
      coalesce(e.after, '{}') || coalesce(v.after, '{}') as after
    from events e left join event_values v on v.workspace_id = ${own} and v.event_id = e.id
    where e.workspace_id = ${own} and e.id = ${id}::uuid`);
  if (!row) throw notFound();
  const { at, action, type, subject_id, reason, before, after } = row;
  return { id: id.toLowerCase(), at, action, subject: { type, id: subject_id }, reason, before, after };
}

/**
 * The event with the version that stands for it now. A later event and its undoing cancel out, so that steps can be taken
 * back one after the other although each undoing makes a new version.
 */
async function carriedOn({ tx, actor }: Scope, event: PastEvent): Promise<PastEvent> {
  const { version } = event.after;
  if (typeof version !== "number") return event;
  const own = sql`${actor.workspace.id}::uuid`;
  const { type, id } = event.subject;
  const since = sql`later.workspace_id = ${own} and later.xid >= (
    select e.xid from events e where e.workspace_id = ${own} and e.id = ${event.id}::uuid)`;
  // A link changes its feedback too, and says to which version under another name.
  const byLinks = sql`
    union all select later.id, 'feedbackVersion' from events later
    where ${since} and later.feedback_id = ${id}::uuid and (later.after->>'feedbackVersion')::int = r.version + 1`;
  const [row] = await tx.execute<{ version: number }>(sql`
    with recursive reached (version) as (
      select ${version}::int
      union
      select (back.after->>step.field)::int
      from reached r
      cross join lateral (
        select later.id, 'version' as field from events later
        where ${since} and later.subject_type = ${type} and later.subject_id = ${id}::uuid
          and (later.after->>'version')::int = r.version + 1
        ${type === "feedback" ? byLinks : sql``}) step
      join events back on back.workspace_id = ${own} and back.undoes = step.id)
    select max(version) as version from reached`);
  return { ...event, after: { ...event.after, version: row?.version ?? version } };
}

/** Runs the undo and marks the first entry it records as the undoing of the event. */
async function runMarked(scope: Scope, undo: Undo, event: PastEvent): Promise<string> {
  const recorded: string[] = [];
  const record = (entry: Entry) => {
    const marked = recorded.length === 0 ? { ...entry, after: { ...entry.after, undoes: event.id } } : entry;
    const id = scope.record(marked);
    recorded.push(id);
    return id;
  };
  try {
    await undo.run({ ...scope, ifMatch: undefined, record }, event);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") {
      throw conflict("What this changed is gone, so it can no longer be undone.");
    }
    throw error;
  }
  const [first] = recorded;
  if (first === undefined) throw new Error(`the undo of ${event.action} recorded no event`);
  return first;
}

/** Takes an event back. 409 when the record changed since, it was taken back already, or its kind cannot be. */
export const undoEvent = command({
  name: "event.undo",
  needs: "read",
  input: undoInput,
  output: undone,
  async run(scope, { id }) {
    const { tx, actor } = scope;
    // What it needs depends on the event; somebody who can undo nothing is told so before anything is looked up.
    if (!mayUndo(actor.permissions)) throw forbidden();
    const event = await lockEvent(scope, id);
    const undo = undoOf(event.action);
    if (!undo) throw conflict(`${event.action} cannot be undone.`);
    if (!actor.permissions.has(undo.needs)) throw forbidden(`This needs the permission ${undo.needs}.`);
    const [before] = await tx.execute(sql`
      select from events where workspace_id = ${actor.workspace.id}::uuid and undoes = ${event.id}::uuid`);
    if (before) throw conflict("This has been undone already.");
    const eventId = await runMarked(scope, undo, await carriedOn(scope, event));
    return { eventId, undoes: event.id, subject: event.subject };
  },
});
