import { sql } from "drizzle-orm";
import { check, foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { byActor, changeable, deletable, filled, instant, limits, workspaceId } from "#db/schema/columns.ts";
import { companies, contacts } from "#db/schema/customers.ts";
import { feedback } from "#db/schema/feedback.ts";
import { ideas } from "#db/schema/ideas.ts";
import { metrics } from "#db/schema/metrics.ts";
import { keyResults, objectives } from "#db/schema/objectives.ts";
import { initiatives } from "#db/schema/roadmap.ts";

const author = byActor("created_by");

/** What somebody says about a record. One of the eight columns tells which; each is a key of its own, paired with the workspace. */
export const comments = pgTable(
  "comments",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    feedbackId: uuid("feedback_id"),
    ideaId: uuid("idea_id"),
    initiativeId: uuid("initiative_id"),
    objectiveId: uuid("objective_id"),
    keyResultId: uuid("key_result_id"),
    metricId: uuid("metric_id"),
    companyId: uuid("company_id"),
    contactId: uuid("contact_id"),
    /** Markdown, with members as `@[Name](user:id)`. */
    body: text("body").notNull(),
    createdBy: author.id,
    createdByKind: author.kind,
    /** When its words were last changed; null while they are the first ones. */
    editedAt: instant("edited_at"),
    ...changeable(),
    ...deletable(),
  },
  (t) => {
    const about = [
      [t.feedbackId, feedback],
      [t.ideaId, ideas],
      [t.initiativeId, initiatives],
      [t.objectiveId, objectives],
      [t.keyResultId, keyResults],
      [t.metricId, metrics],
      [t.companyId, companies],
      [t.contactId, contacts],
    ] as const;
    return [
      primaryKey({ name: "comments_pk", columns: [t.workspaceId, t.id] }),
      ...about.map(([column, record]) =>
        foreignKey({
          name: `comments_${column.name.replace(/_id$/, "")}`,
          columns: [t.workspaceId, column],
          foreignColumns: [record.workspaceId, record.id],
        }),
      ),
      ...about.map(([column]) =>
        index(`comments_by_${column.name.replace(/_id$/, "")}`)
          .on(t.workspaceId, column, t.createdAt, t.id)
          .where(sql`${column} is not null`),
      ),
      check(
        "comments_about_one_record",
        sql`num_nonnulls(${sql.join(
          about.map(([column]) => sql`${column}`),
          sql`, `,
        )}) = 1`,
      ),
      check("comments_body_fits", filled(t.body, limits.note)),
    ];
  },
);
