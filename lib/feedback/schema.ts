import { z } from "zod";
import { author } from "#lib/core/author.ts";
import {
  day,
  domain,
  email,
  externalId,
  filledText,
  id,
  instant,
  instantOut,
  isBlank,
  markdown,
  money,
  nameText,
  page,
  pageOf,
  sourceName,
  tags,
  text,
  titleText,
  version,
  webUrl,
} from "#lib/core/fields.ts";
import { keptFields } from "#lib/customers/schema.ts";
import { searchText } from "#lib/finding/schema.ts";

export const feedbackStates = ["inbox", "reviewed", "set_aside"] as const;
export const feedbackKinds = ["request", "problem", "praise", "question", "bug"] as const;
export const messageRoles = ["customer", "agent", "bot"] as const;
export const feedbackSorts = ["-occurredAt", "occurredAt"] as const;

const state = z.enum(feedbackStates);
const kind = z.enum(feedbackKinds);
/** The source's own word for how far it is. */
const status = filledText(100);

const message = z.strictObject({
  externalId: externalId.nullish(),
  role: z.enum(messageRoles).nullish(),
  author: text(200).nullish(),
  at: instant.nullish(),
  public: z.boolean().nullish(),
  body: markdown,
});

/**
 * What a source says of a piece of feedback. What is left out stays as it was when the record is known already; null
 * empties it.
 */
const recordShape = {
  source: sourceName.optional(),
  externalId: externalId.nullish(),
  externalUrl: webUrl.nullish(),
  title: text(500).nullish(),
  body: markdown.nullish(),
  contact: z
    .strictObject({ externalId: externalId.nullish(), email: email.nullish(), name: nameText.nullish() })
    .nullish(),
  company: z
    .strictObject({
      externalId: externalId.nullish(),
      name: nameText.nullish(),
      domain: domain.nullish(),
      arr: money.nullish(),
    })
    .nullish(),
  tags: tags.nullish(),
  kind: kind.nullish(),
  status: status.nullish(),
  fields: keptFields.nullish(),
  occurredAt: instant.nullish(),
  updatedAt: instant.nullish(),
  messages: z.array(message).max(500).nullish(),
};
type Words = { title?: string | null | undefined; body?: string | null | undefined };
const saysSomething = ({ title, body }: Words) => !isBlank(title ?? "") || !isBlank(body ?? "");
const needsWords = { error: "body or title is required", path: ["body"] };

/** API.md, "The record". */
export const feedbackRecord = z.strictObject(recordShape).refine(saysSomething, needsWords);
export type FeedbackRecord = z.output<typeof feedbackRecord>;
/** The same, where the path says which record it is. */
export const upsertFeedbackInput = z
  .strictObject({ ...recordShape, source: sourceName, externalId })
  .refine(saysSomething, needsWords);

const { $schema: _, ...documented } = z.toJSONSchema(feedbackRecord, { io: "input" });
/** Items are looked at one by one, so that a bad one stops no other. */
export const batchInput = z.strictObject({ items: z.array(z.unknown().meta(documented)).min(1).max(1_000) });
const problems = z.array(z.object({ pointer: z.string(), code: z.string(), message: z.string() }));
export const batchOutput = z.object({
  results: z.array(
    z.discriminatedUnion("status", [
      z.object({ index: z.int(), status: z.enum(["created", "updated", "unchanged"]), id }),
      z.object({ index: z.int(), status: z.literal("rejected"), errors: problems }),
    ]),
  ),
});

const contact = z.object({ id, name: z.string().nullable(), email: z.string().nullable() });
const company = z.object({ id, name: z.string(), domain: z.string().nullable(), arr: z.number().nullable() });
const linkedIdea = z.object({
  ideaId: id,
  title: z.string(),
  quote: z.string().nullable(),
  importance: z.string().nullable(),
});
const reopenWhen = z.object({
  companies: z.int().optional(),
  arr: z.number().optional(),
  on: z.string().optional(),
  renewalWithinDays: z.int().optional(),
});
export type ReopenWhen = z.output<typeof reopenWhen>;
const setAside = z.object({
  reason: z.string(),
  note: z.string().nullable(),
  publicReply: z.string().nullable(),
  reopenWhen: reopenWhen.nullable(),
  by: author,
  at: instantOut,
});

/** A piece of feedback as lists show it: everything but the conversation. */
export const feedbackItem = z.object({
  id,
  number: z.int(),
  title: z.string(),
  body: z.string(),
  /** How the sender's own words begin, as plain words on one line. */
  snippet: z.string(),
  state,
  source: z.string(),
  externalId: z.string().nullable(),
  externalUrl: z.string().nullable(),
  status: z.string().nullable(),
  contact: contact.nullable(),
  company: company.nullable(),
  tags: z.array(z.string()),
  ownerId: id.nullable(),
  productId: id.nullable(),
  kind: kind.nullable(),
  fields: z.record(z.string(), z.unknown()),
  /** The first 20; `ideaCount` is how many there are. */
  ideas: z.array(linkedIdea),
  ideaCount: z.int(),
  setAside: setAside.nullable(),
  occurredAt: instantOut,
  version,
  createdAt: instantOut,
  updatedAt: instantOut,
});
export type FeedbackItem = z.input<typeof feedbackItem>;
export const feedbackPage = pageOf(feedbackItem);

export const feedbackDetail = feedbackItem.extend({
  messages: z.array(
    z.object({
      externalId: z.string().nullable(),
      role: z.string().nullable(),
      author: z.string().nullable(),
      at: z.string().nullable(),
      public: z.boolean(),
      body: z.string(),
    }),
  ),
  reviewNote: z.string().nullable(),
  createdBy: author,
  sourceUpdatedAt: instantOut.nullable(),
  /** What somebody changed here, so that its source does not change it any more. */
  editedFields: z.array(z.string()),
});
export type FeedbackDetail = z.input<typeof feedbackDetail>;

/**
 * `q`: as in the search; with `ideaId` or the oldest first it is looked for in the newest 2,000 that fit. `tag`: all of them.
 * `product`: the id of one.
 * A page may be shorter than `limit` when bodies are very long; `nextCursor` tells whether more follow. */
export const listFeedbackInput = z.strictObject({
  ...page,
  q: searchText.optional(),
  state: z.array(state).max(3).optional(),
  source: sourceName.optional(),
  companyId: id.optional(),
  contactId: id.optional(),
  ideaId: id.optional(),
  tag: tags.optional(),
  kind: z.array(kind).max(5).optional(),
  ownerId: id.optional(),
  product: id.optional(),
  sort: z.enum(feedbackSorts).optional(),
});
export const countFeedbackInput = z.strictObject({});
/** Each is counted to 1,001 at most: more than 1,000 is "1,000+". */
export const feedbackCounts = z.object({ inbox: z.int(), reviewed: z.int(), setAside: z.int() });

export const byId = z.strictObject({ id });

export const updateFeedbackInput = z.strictObject({
  id,
  title: titleText.optional(),
  body: markdown.optional(),
  externalUrl: webUrl.nullable().optional(),
  contactId: id.nullable().optional(),
  companyId: id.nullable().optional(),
  tags: tags.optional(),
  ownerId: id.nullable().optional(),
  productId: id.nullable().optional(),
  kind: kind.nullable().optional(),
  fields: keptFields.optional(),
  occurredAt: instant.optional(),
});

const note = filledText(5_000).nullable().optional();
export const reviewFeedbackInput = z.strictObject({ id, note });
export const reopenFeedbackInput = z.strictObject({ id, reason: filledText(2_000).nullable().optional() });
export const setAsideFeedbackInput = z.strictObject({
  id,
  /** The key of one of the workspace's reasons, or free text. */
  reason: filledText(500),
  note,
  /** What the customer may be told. */
  publicReply: note,
  reopenWhen: z
    .strictObject({
      companies: z
        .int()
        .min(1)
        .max(1_000_000)
        .optional()
        .describe("So many companies have said it: its own, or all that ask for an idea that it is linked to."),
      arr: money.optional().describe("Its company's ARR is this or more."),
      on: day.optional().describe("The day has come, in the workspace's time zone."),
      renewalWithinDays: z
        .int()
        .min(1)
        .max(3_650)
        .optional()
        .describe("Its company renews today, or within so many days from now."),
    })
    .nullable()
    .optional()
    .describe("It is back in the inbox once one of these holds, within a quarter of an hour."),
});
