import { z } from "zod";
import { filledText, id, instantOut, page, pageOf, percent, tags, text, titleText, version } from "#lib/core/fields.ts";
import { searchText } from "#lib/finding/schema.ts";
import { author } from "./author.ts";
import { riceImpacts } from "./rules.ts";

/** In this order from a first thought to something customers have. */
export const stageCategories = ["new", "exploring", "ready", "building", "shipped"] as const;
const category = z.enum(stageCategories);
export const ideaStates = ["open", "set_aside"] as const;
export const ideaSorts = ["number", "created", "updated", "score", "companies", "arr"] as const;

export const stage = z.object({ id, name: z.string(), category });
export const stageList = z.object({ data: z.array(stage), nextCursor: z.null() });

const ten = z.number().min(1).max(10);
const model = <Name extends string, Inputs extends z.ZodType>(name: Name, inputs: Inputs) => ({
  model: z.literal(name),
  inputs,
});
const rice = model(
  "rice",
  z.strictObject({
    reach: z.number().min(0).max(1e9),
    impact: z.literal(riceImpacts),
    confidence: percent,
    effort: z.number().min(0.1).max(1_000),
  }),
);
const ice = model("ice", z.strictObject({ impact: ten, confidence: ten, ease: ten }));
const impactEffort = model("impact_effort", z.strictObject({ impact: ten, effort: ten }));
const criterion = z.strictObject({
  name: filledText(100),
  weight: z.number().min(0).max(100),
  value: z.number().min(0).max(10),
});
const weighted = model(
  "weighted",
  z.strictObject({
    criteria: z
      .array(criterion)
      .min(1)
      .max(20)
      .refine((list) => list.some(({ weight }) => weight > 0), "must weigh something"),
  }),
);

/** The inputs of a score; its value is computed (lib/ideas/rules.ts). */
export const scoreInput = z.discriminatedUnion("model", [
  z.strictObject(rice),
  z.strictObject(ice),
  z.strictObject(impactEffort),
  z.strictObject(weighted),
]);
const value = z.number();
export const score = z.discriminatedUnion("model", [
  z.object({ ...rice, value }),
  z.object({ ...ice, value }),
  z.object({ ...impactEffort, value }),
  z.object({ ...weighted, value }),
]);

/**
 * The evidence added up; the unit is the company. `arr` counts each company once, `atRiskArr` the part of it that may be
 * lost soon (`company_is_at_risk` in the database). `lastAt` is when it was last said.
 */
export const demand = z.object({
  feedback: z.int(),
  companies: z.int(),
  arr: z.number(),
  atRiskArr: z.number(),
  lastAt: instantOut.nullable(),
});

/** `largestArr`: the ARR of the largest company in it, to tell one large customer from many. */
const wholeDemand = demand.extend({ largestArr: z.number() });

/** Why it was decided against for now. `reason` is the key of one of the workspace's reasons, or free text. */
export const setAside = z.object({
  reason: z.string(),
  note: z.string().nullable(),
  by: author,
  at: instantOut,
});

/** As it stands in a list. */
export const ideaItem = z.object({
  id,
  number: z.int(),
  title: z.string(),
  problem: z.string(),
  value: z.string(),
  hypothesis: z.string(),
  stage,
  ownerId: id.nullable(),
  productId: id.nullable(),
  tags: z.array(z.string()),
  score: score.nullable(),
  state: z.enum(ideaStates),
  setAside: setAside.nullable(),
  demand,
  /** The newest 100 at most. */
  initiativeIds: z.array(id),
  createdBy: author,
  version,
  createdAt: instantOut,
  updatedAt: instantOut,
});
export const idea = ideaItem.extend({ demand: wholeDemand });
export type Idea = z.output<typeof idea>;

/** `q`: as in the search. `tag`: all of them. `groupBy`: stage by stage, and so in each. Without `order`: numbers and dates newest first, everything else the greatest first. */
export const listIdeasInput = z.strictObject({
  ...page,
  q: searchText.optional(),
  stageId: z.array(id).max(50).optional(),
  category: z.array(category).max(5).optional(),
  ownerId: id.optional(),
  product: id.optional(),
  tag: tags.optional(),
  state: z.enum(ideaStates).optional(),
  sort: z.enum(ideaSorts).optional(),
  order: z.enum(["asc", "desc"]).optional(),
  groupBy: z.enum(["stage"]).optional(),
});
export const ideaPage = pageOf(ideaItem);
export const byId = z.strictObject({ id });
export const listStagesInput = z.strictObject({});
export const countIdeasInput = z.strictObject({});
/** Each is counted to 1,001 at most: more than 1,000 is "1,000+". */
export const ideaCounts = z.object({ open: z.int(), setAside: z.int() });

const longText = text(100_000).optional();
const fields = {
  problem: longText,
  value: longText,
  hypothesis: longText,
  /** Without one: the first stage of the category `new`. */
  stageId: id.optional(),
  ownerId: id.nullable().optional(),
  productId: id.nullable().optional(),
  tags: tags.optional(),
  score: scoreInput.nullable().optional(),
};
export const createIdeaInput = z.strictObject({ title: titleText, ...fields });
export const updateIdeaInput = z.strictObject({ id, title: titleText.optional(), ...fields });
export const setAsideIdeaInput = z.strictObject({
  id,
  reason: filledText(500),
  note: filledText(5_000).nullable().optional(),
});
export const reopenIdeaInput = z.strictObject({ id, reason: filledText(2_000).nullable().optional() });
