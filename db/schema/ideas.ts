import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import {
  atMost,
  byActor,
  changeable,
  deletable,
  filled,
  limits,
  oneOf,
  smallObject,
  tagsFit,
  workspaceId,
} from "#db/schema/columns.ts";
import { decisions } from "#db/schema/decisions.ts";
import { memberships, workspaces } from "#db/schema/identity.ts";
import { ofProduct, productId } from "#db/schema/products.ts";

/** In this order from a first thought to something customers have. */
export const stageCategories = ["new", "exploring", "ready", "building", "shipped"] as const;
export const ideaStates = ["open", "set_aside"] as const;
export const scoreModels = ["rice", "ice", "impact_effort", "weighted"] as const;

export const ideaStages = pgTable(
  "idea_stages",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    name: text("name").notNull(),
    category: text("category", { enum: stageCategories }).notNull(),
    position: integer("position").notNull(),
  },
  (t) => [
    primaryKey({ name: "idea_stages_pk", columns: [t.workspaceId, t.id] }),
    foreignKey({ name: "idea_stages_workspace", columns: [t.workspaceId], foreignColumns: [workspaces.id] }),
    unique("idea_stages_name").on(t.workspaceId, t.name),
    unique("idea_stages_position").on(t.workspaceId, t.position),
    check("idea_stages_name_fits", filled(t.name, limits.key)),
    check("idea_stages_category_known", oneOf(t.category, stageCategories)),
  ],
);

const author = byActor("created_by");

export const ideas = pgTable(
  "ideas",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    number: bigint("number", { mode: "number" }).notNull(),
    title: text("title").notNull(),
    problem: text("problem").notNull().default(""),
    value: text("value").notNull().default(""),
    hypothesis: text("hypothesis").notNull().default(""),
    stageId: uuid("stage_id").notNull(),
    ownerId: uuid("owner_id"),
    productId: productId(),
    tags: text("tags").array().notNull().default(sql`'{}'::text[]`),
    scoreModel: text("score_model", { enum: scoreModels }),
    scoreInputs: jsonb("score_inputs").$type<Record<string, number>>(),
    /** float8, since comparing numeric is not leakproof and would lose the index under row security. */
    scoreValue: doublePrecision("score_value"),
    state: text("state", { enum: ideaStates }).notNull().default("open"),
    decisionId: uuid("decision_id"),
    decisionOpen: boolean("decision_open").generatedAlwaysAs(sql`case when decision_id is not null then true end`),
    mergedIntoId: uuid("merged_into_id"),
    createdBy: author.id,
    createdByKind: author.kind,
    ...changeable(),
    ...deletable(),
  },
  (t) => [
    primaryKey({ name: "ideas_pk", columns: [t.workspaceId, t.id] }),
    unique("ideas_number").on(t.workspaceId, t.number),
    foreignKey({
      name: "ideas_stage",
      columns: [t.workspaceId, t.stageId],
      foreignColumns: [ideaStages.workspaceId, ideaStages.id],
    }),
    foreignKey({
      name: "ideas_owner",
      columns: [t.workspaceId, t.ownerId],
      foreignColumns: [memberships.workspaceId, memberships.userId],
    }),
    foreignKey({
      name: "ideas_decision",
      columns: [t.workspaceId, t.decisionId, t.id, t.decisionOpen],
      foreignColumns: [decisions.workspaceId, decisions.id, decisions.subjectId, decisions.open],
    }),
    foreignKey({
      name: "ideas_merged_into",
      columns: [t.workspaceId, t.mergedIntoId],
      foreignColumns: [t.workspaceId, t.id],
    }),
    ofProduct("ideas", t),
    index("ideas_newest").on(t.workspaceId, t.createdAt, t.id).where(sql`${t.deletedAt} is null`),
    index("ideas_by_update").on(t.workspaceId, t.updatedAt, t.id).where(sql`${t.deletedAt} is null`),
    // CASE and not coalesce(): only this may use an index under row security. Scores are never negative.
    index("ideas_by_score")
      .on(t.workspaceId, sql`(case when ${t.scoreValue} is null then -1 else ${t.scoreValue} end)`, t.id)
      .where(sql`${t.deletedAt} is null`),
    index("ideas_by_state").on(t.workspaceId, t.state, t.number, t.id).where(sql`${t.deletedAt} is null`),
    index("ideas_by_stage").on(t.workspaceId, t.stageId),
    index("ideas_by_decision").on(t.workspaceId, t.decisionId).where(sql`${t.decisionId} is not null`),
    index("ideas_by_owner").on(t.workspaceId, t.ownerId).where(sql`${t.ownerId} is not null`),
    index("ideas_by_product").on(t.workspaceId, t.productId).where(sql`${t.productId} is not null`),
    index("ideas_by_merged_into").on(t.workspaceId, t.mergedIntoId).where(sql`${t.mergedIntoId} is not null`),
    check("ideas_number_counts", sql`${t.number} >= 1`),
    check("ideas_title_fits", filled(t.title, limits.title)),
    check("ideas_problem_fits", atMost(t.problem, limits.longText)),
    check("ideas_value_fits", atMost(t.value, limits.longText)),
    check("ideas_hypothesis_fits", atMost(t.hypothesis, limits.longText)),
    check("ideas_tags_fit", tagsFit(t.tags)),
    check("ideas_state_known", oneOf(t.state, ideaStates)),
    check("ideas_set_aside_decided", sql`(${t.state} = 'set_aside') = (${t.decisionId} is not null)`),
    check("ideas_not_merged_into_itself", sql`${t.mergedIntoId} <> ${t.id}`),
    check("ideas_score_model_known", oneOf(t.scoreModel, scoreModels)),
    check("ideas_score_range", sql`${t.scoreValue} >= 0 and ${t.scoreValue} < 'Infinity'`),
    check("ideas_score_inputs_fit", smallObject(t.scoreInputs)),
    check(
      "ideas_score_with_inputs",
      sql`(${t.scoreModel} is null) = (${t.scoreInputs} is null) and (${t.scoreValue} is null or ${t.scoreModel} is not null)`,
    ),
  ],
);
