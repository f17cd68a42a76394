import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { actorKinds, atMost, filled, instant, limits, oneOf, workspaceId, xid8 } from "#db/schema/columns.ts";

export type EventValues = Record<string, unknown>;

const whoAndWhat = () => ({
  /** The writing transaction: readers page by (xid, id) below pg_snapshot_xmin, since ids are made before commit. */
  xid: xid8("xid").notNull().default(sql`pg_current_xact_id()`),
  at: instant("at").notNull().defaultNow(),
  actorKind: text("actor_kind", { enum: [...actorKinds, "anonymous"] }).notNull(),
  actorId: text("actor_id"),
  action: text("action").notNull(),
  subjectType: text("subject_type").notNull(),
  subjectId: uuid("subject_id").notNull(),
  reason: text("reason"),
  requestId: text("request_id"),
  before: jsonb("before").$type<EventValues>(),
  after: jsonb("after").$type<EventValues>(),
});

/** Append-only: the runtime role may insert and read. Names and texts of people go to `event_values`. */
export const events = pgTable(
  "events",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    ...whoAndWhat(),
    // Columns, since row security keeps an index on `after->>…` from being used: ->> is not leakproof.
    /** The event that this one took back. */
    undoes: uuid("undoes").generatedAlwaysAs(sql`(after->>'undoes')::uuid`),
    /** Evidence has its idea as subject; it belongs to the history of its feedback too. */
    feedbackId: uuid("feedback_id").generatedAlwaysAs(sql`(after->>'feedbackId')::uuid`),
  },
  (t) => [
    primaryKey({ name: "events_pk", columns: [t.workspaceId, t.id] }),
    uniqueIndex("events_undone_once").on(t.workspaceId, t.undoes).where(sql`${t.undoes} is not null`),
    index("events_of_feedback").on(t.workspaceId, t.feedbackId, t.xid, t.id).where(sql`${t.feedbackId} is not null`),
    index("events_in_order").on(t.workspaceId, t.xid, t.id),
    index("events_of_subject").on(t.workspaceId, t.subjectType, t.subjectId, t.xid, t.id),
    check("events_actor_known", oneOf(t.actorKind, actorKinds)),
    check("events_actor_fits", atMost(t.actorId, limits.key)),
    check("events_action_form", sql`${t.action} ~ '^[a-zA-Z_]+\\.[a-zA-Z_]+$' and ${atMost(t.action, limits.key)}`),
    check("events_subject_form", filled(t.subjectType, limits.key)),
    check("events_reason_fits", atMost(t.reason, limits.note)),
    check("events_request_fits", atMost(t.requestId, 64)),
  ],
);

/** The erasable half of an event: personal values and long texts. */
export const eventValues = pgTable(
  "event_values",
  {
    workspaceId: workspaceId(),
    eventId: uuid("event_id").notNull(),
    before: jsonb("before").$type<EventValues>(),
    after: jsonb("after").$type<EventValues>(),
    /** Where the request came from; null for what the product did itself. */
    address: text("address"),
  },
  (t) => [
    primaryKey({ name: "event_values_pk", columns: [t.workspaceId, t.eventId] }),
    foreignKey({
      name: "event_values_event",
      columns: [t.workspaceId, t.eventId],
      foreignColumns: [events.workspaceId, events.id],
    }),
  ],
);

/** The same for what happens before or across workspaces. */
export const instanceEvents = pgTable(
  "instance_events",
  { id: uuid("id").primaryKey(), workspaceId: uuid("workspace_id"), ...whoAndWhat() },
  (t) => [
    index("instance_events_in_order").on(t.xid, t.id),
    check("instance_events_actor_fits", atMost(t.actorId, limits.key)),
    check("instance_events_action_form", filled(t.action, limits.key)),
    check("instance_events_request_fits", atMost(t.requestId, 64)),
  ],
);

/** The same of those. */
export const instanceEventValues = pgTable(
  "instance_event_values",
  {
    eventId: uuid("event_id")
      .primaryKey()
      .references(() => instanceEvents.id),
    address: text("address").notNull(),
  },
  (t) => [check("instance_event_values_address_fits", atMost(t.address, limits.key))],
);

/** The first answer to a request with an Idempotency-Key. `status` is null while a claim of its own runs (imports). */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    workspaceId: workspaceId(),
    key: text("key").notNull(),
    /** SHA-256 of method, path and body; null while an upload's body is still coming in. */
    fingerprint: text("fingerprint"),
    status: integer("status"),
    headers: jsonb("headers").$type<Record<string, string>>(),
    response: text("response"),
    createdAt: instant("created_at").notNull().defaultNow(),
    lockedUntil: instant("locked_until"),
    expiresAt: instant("expires_at").notNull().default(sql`now() + interval '24 hours'`),
  },
  (t) => [
    primaryKey({ name: "idempotency_keys_pk", columns: [t.workspaceId, t.key] }),
    index("idempotency_keys_by_expiry").on(t.workspaceId, t.expiresAt),
    check("idempotency_keys_key_fits", sql`char_length(${t.key}) between 1 and 255`),
    check("idempotency_keys_status_known", sql`${t.status} between 100 and 599`),
    check("idempotency_keys_answer_whole", sql`${t.status} is null or ${t.fingerprint} is not null`),
  ],
);
