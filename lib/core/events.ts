import { isDeepStrictEqual } from "node:util";
import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { newId } from "./id.ts";

/** Plain JSON. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Values = { [key: string]: Json };

/** What happened, as a command tells it. */
export type Entry = {
  /** `noun.pastTense`: "idea.created". */
  action: string;
  subject: { type: string; id: string };
  /** Changed fields, small: no personal values and no long texts, since this can never be erased. */
  before?: Values | undefined;
  after?: Values | undefined;
  /** Names, addresses, bodies, quotes and notes: kept in a side table from which they can be erased. */
  personal?: { before?: Values | undefined; after?: Values | undefined } | undefined;
  reason?: string | null | undefined;
  /** When it happened, where a story is told afterwards; else it is now. */
  at?: Date | undefined;
};

/** An entry with its id, waiting to be written with the transaction it belongs to. */
export type Recorded = Entry & { id: string };

/** Collects the entries of one transaction. */
export class Recorder {
  readonly entries: Recorded[] = [];
  #isClosed = false;

  /** Notes an entry and gives the id its event will have. */
  readonly record = (entry: Entry): string => {
    if (this.#isClosed) throw new Error(`${entry.action} was recorded after the events were written`);
    const id = newId();
    this.entries.push({ id, ...entry });
    return id;
  };

  /** The events are written: what is recorded from here on would be lost. */
  close(): void {
    this.#isClosed = true;
  }
}

/** An entry with who did it. */
type Signed = Recorded & {
  by: { kind: string; id: string | null; requestId: string; address?: string | null | undefined };
};

const payload = (entries: Signed[]) =>
  JSON.stringify(
    entries.map((e) => ({
      id: e.id,
      actor_kind: e.by.kind,
      actor_id: e.by.id,
      request_id: e.by.requestId,
      action: e.action,
      subject_type: e.subject.type,
      subject_id: e.subject.id,
      reason: e.reason ?? null,
      at: e.at ?? null,
      before: e.before ?? null,
      after: e.after ?? null,
    })),
  );

/** Writes the entries of a workspace's transaction: one statement for the events, one for their erasable values. */
export async function writeEvents(tx: Tx, workspaceId: string, entries: Signed[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.execute(sql`
    insert into events (workspace_id, id, actor_kind, actor_id, action, subject_type, subject_id, reason, request_id, before, after, at)
    select ${workspaceId}::uuid, e.id, e.actor_kind, e.actor_id, e.action, e.subject_type, e.subject_id, e.reason, e.request_id, e.before, e.after,
      coalesce(e.at, now())
    from jsonb_to_recordset(${payload(entries)}::jsonb)
      as e(id uuid, actor_kind text, actor_id text, request_id text, action text, subject_type text, subject_id uuid, reason text, before jsonb, after jsonb,
        at timestamptz)`);
  const personal = entries.filter((e) => e.personal?.before || e.personal?.after || e.by.address);
  if (personal.length === 0) return;
  const values = personal.map((e) => ({
    id: e.id,
    before: e.personal?.before ?? null,
    after: e.personal?.after ?? null,
    address: e.by.address ?? null,
  }));
  await tx.execute(sql`
    insert into event_values (workspace_id, event_id, before, after, address)
    select ${workspaceId}::uuid, v.id, v.before, v.after, v.address
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as v(id uuid, before jsonb, after jsonb, address text)`);
}

/** Writes the entries of a transaction before or across workspaces. */
export async function writeInstanceEvents(tx: Tx, entries: Signed[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.execute(sql`
    insert into instance_events (id, actor_kind, actor_id, action, subject_type, subject_id, reason, request_id, before, after)
    select e.id, e.actor_kind, e.actor_id, e.action, e.subject_type, e.subject_id, e.reason, e.request_id, e.before, e.after
    from jsonb_to_recordset(${payload(entries)}::jsonb)
      as e(id uuid, actor_kind text, actor_id text, request_id text, action text, subject_type text, subject_id uuid, reason text, before jsonb, after jsonb)`);
  const placed = entries.flatMap(({ id, by }) => (by.address ? [{ id, address: by.address }] : []));
  if (placed.length === 0) return;
  await tx.execute(sql`
    insert into instance_event_values (event_id, address)
    select v.id, v.address from jsonb_to_recordset(${JSON.stringify(placed)}::jsonb) as v(id uuid, address text)`);
}

/** The fields of `next` that differ from `previous`, as the before and after of an event. Null when nothing differs. */
export function changes(previous: Values, next: Values): { before: Values; after: Values } | null {
  const before: Values = {};
  const after: Values = {};
  for (const [key, value] of Object.entries(next)) {
    const old = previous[key] ?? null;
    // jsonb gives an object's keys back in another order.
    if (isDeepStrictEqual(old, value)) continue;
    before[key] = old;
    after[key] = value;
  }
  return Object.keys(after).length > 0 ? { before, after } : null;
}
