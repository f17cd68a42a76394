import { sql } from "drizzle-orm";
import { boolean, check, foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { changeable, instant, oneOf, workspaceId } from "#db/schema/columns.ts";
import { events } from "#db/schema/events.ts";
import { memberships } from "#db/schema/identity.ts";

export const subjectTypes = [
  "feedback",
  "idea",
  "initiative",
  "objective",
  "keyResult",
  "metric",
  "company",
  "contact",
] as const;
export const notificationKinds = ["mention", "assignment", "comment", "change"] as const;

/** Somebody's choice to hear of a record, or not to. Who made it or owns it follows it without a row here. */
export const follows = pgTable(
  "follows",
  {
    workspaceId: workspaceId(),
    userId: uuid("user_id").notNull(),
    subjectType: text("subject_type", { enum: subjectTypes }).notNull(),
    subjectId: uuid("subject_id").notNull(),
    following: boolean("following").notNull(),
    at: instant("at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ name: "follows_pk", columns: [t.workspaceId, t.userId, t.subjectType, t.subjectId] }),
    foreignKey({
      name: "follows_member",
      columns: [t.workspaceId, t.userId],
      foreignColumns: [memberships.workspaceId, memberships.userId],
    }),
    index("follows_of_subject").on(t.workspaceId, t.subjectId, t.subjectType),
    check("follows_subject_known", oneOf(t.subjectType, subjectTypes)),
  ],
);

/** What a member is told of: an event, once. */
export const notifications = pgTable(
  "notifications",
  {
    workspaceId: workspaceId(),
    userId: uuid("user_id").notNull(),
    eventId: uuid("event_id").notNull(),
    kind: text("kind", { enum: notificationKinds }).notNull(),
    subjectType: text("subject_type", { enum: subjectTypes }).notNull(),
    subjectId: uuid("subject_id").notNull(),
    /** Where it is shown or sent, as the member had it when it happened. */
    inApp: boolean("in_app").notNull(),
    byMail: boolean("by_mail").notNull(),
    /** Its mail is held back, to come with others in one. */
    mailWaits: boolean("mail_waits").notNull().default(false),
    createdAt: instant("created_at").notNull().defaultNow(),
    readAt: instant("read_at"),
  },
  (t) => [
    primaryKey({ name: "notifications_pk", columns: [t.workspaceId, t.userId, t.eventId] }),
    foreignKey({
      name: "notifications_member",
      columns: [t.workspaceId, t.userId],
      foreignColumns: [memberships.workspaceId, memberships.userId],
    }),
    foreignKey({
      name: "notifications_event",
      columns: [t.workspaceId, t.eventId],
      foreignColumns: [events.workspaceId, events.id],
    }),
    index("notifications_newest").on(t.workspaceId, t.userId, t.createdAt, t.eventId).where(sql`${t.inApp}`),
    index("notifications_unread")
      .on(t.workspaceId, t.userId, t.createdAt, t.eventId)
      .where(sql`${t.inApp} and ${t.readAt} is null`),
    index("notifications_of_subject").on(t.workspaceId, t.subjectId),
    index("notifications_of_event").on(t.workspaceId, t.eventId),
    index("notifications_by_age").on(t.workspaceId, t.createdAt),
    index("notifications_mail_waits").on(t.workspaceId, t.userId).where(sql`${t.mailWaits}`),
    check("notifications_kind_known", oneOf(t.kind, notificationKinds)),
    check("notifications_subject_known", oneOf(t.subjectType, subjectTypes)),
    check("notifications_go_somewhere", sql`${t.inApp} or ${t.byMail}`),
  ],
);

/** What a member wants to be told of, and where. Without a row: everything in the app, mentions and assignments by mail. */
export const notificationSettings = pgTable(
  "notification_settings",
  {
    workspaceId: workspaceId(),
    userId: uuid("user_id").notNull(),
    inApp: text("in_app", { enum: notificationKinds }).array().notNull(),
    byMail: text("by_mail", { enum: notificationKinds }).array().notNull(),
    ...changeable(),
  },
  (t) => {
    const known = sql.raw(notificationKinds.map((kind) => `'${kind}'`).join(", "));
    return [
      primaryKey({ name: "notification_settings_pk", columns: [t.workspaceId, t.userId] }),
      foreignKey({
        name: "notification_settings_member",
        columns: [t.workspaceId, t.userId],
        foreignColumns: [memberships.workspaceId, memberships.userId],
      }),
      check("notification_settings_in_app_known", sql`${t.inApp} <@ array[${known}]::text[]`),
      check("notification_settings_by_mail_known", sql`${t.byMail} <@ array[${known}]::text[]`),
    ];
  },
);
