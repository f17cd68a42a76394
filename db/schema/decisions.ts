import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { atMost, byActor, filled, instant, limits, oneOf, smallObject, workspaceId } from "#db/schema/columns.ts";

export type ReopenWhen = { companies?: number; arr?: number; on?: string; renewalWithinDays?: number };

export const decisionSubjects = ["feedback", "idea", "initiative"] as const;

const by = byActor("by");

/**
 * Why something was set aside. The record points here with (decision_id, its own id, open), so it cannot be set aside
 * without a decision of its own that is still open. Reopen the record first, then end the decision.
 */
export const decisions = pgTable(
  "decisions",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    subjectType: text("subject_type", { enum: decisionSubjects }).notNull(),
    subjectId: uuid("subject_id").notNull(),
    kind: text("kind", { enum: ["set_aside"] })
      .notNull()
      .default("set_aside"),
    /** A preset's key or free text. */
    reason: text("reason").notNull(),
    note: text("note"),
    publicReply: text("public_reply"),
    reopenWhen: jsonb("reopen_when").$type<ReopenWhen>(),
    by: by.id,
    byKind: by.kind,
    at: instant("at").notNull().defaultNow(),
    endedAt: instant("ended_at"),
    open: boolean("open").generatedAlwaysAs(sql`ended_at is null`),
  },
  (t) => [
    primaryKey({ name: "decisions_pk", columns: [t.workspaceId, t.id] }),
    unique("decisions_pointed_at").on(t.workspaceId, t.id, t.subjectId, t.open),
    uniqueIndex("decisions_one_open").on(t.workspaceId, t.subjectType, t.subjectId).where(sql`${t.endedAt} is null`),
    index("decisions_of_subject").on(t.workspaceId, t.subjectId, t.at),
    // The few that end by themselves, for the job that looks whether it is time.
    index("decisions_waiting").on(t.workspaceId, t.id).where(sql`${t.endedAt} is null and ${t.reopenWhen} is not null`),
    check("decisions_subject_known", oneOf(t.subjectType, decisionSubjects)),
    check("decisions_kind_known", sql`${t.kind} = 'set_aside'`),
    check("decisions_reason_given", filled(t.reason, limits.title)),
    check("decisions_note_fits", atMost(t.note, limits.note)),
    check("decisions_reply_fits", atMost(t.publicReply, limits.note)),
    check("decisions_reopen_fits", smallObject(t.reopenWhen)),
  ],
);
