import { z } from "zod";
import { filledText, filterText, id, markdown, nameText, page, text, titleText } from "#lib/core/fields.ts";
import { feedbackKinds } from "#lib/feedback/schema.ts";
import { importances } from "#lib/ideas/evidence/schema.ts";
import { ideaStates } from "#lib/ideas/schema.ts";
import { standings } from "../asks/rules.ts";
import { ask, askPage } from "../asks/schema.ts";
import { affected, today } from "./answers.ts";

/**
 * What somebody was asked for by a customer. With `ideaId` it is the customer's voice for a known idea; without one it waits
 * in the inbox. `companyId`, or a new or known company by its name. `affected` and `today` are kept in the feedback's fields.
 */
export const createRequestInput = z
  .strictObject({
    /** What the customer said, as Markdown. */
    body: markdown.optional(),
    /** In one line; without it, the beginning of the words. */
    title: titleText.nullish(),
    companyId: id.nullish(),
    companyName: nameText.nullish(),
    contactId: id.nullish(),
    kind: z.enum(feedbackKinds).optional(),
    ideaId: id.nullish(),
    importance: z.enum(importances).nullish(),
    affected: z.enum(affected).nullish(),
    today: z.enum(today).nullish(),
  })
  .refine(({ title, body }) => Boolean(title?.trim() || body?.trim()), {
    error: "body or title is required",
    path: ["body"],
  })
  .refine(({ companyId, companyName }) => !(companyId && companyName), {
    error: "is for a company without an id",
    path: ["companyName"],
  });

export const request = ask;
export const requestPage = askPage;

/**
 * The newest first. `isOpen`: only those for which the customer still waits, or only the others. `q`: words that they or
 * the company's name have, among the newest 2,000.
 */
export const listRequestsInput = z.strictObject({
  ...page,
  q: filterText.optional(),
  isOpen: z.boolean().optional(),
});

/** `q` is what was written so far; no operators. `companyId` tells which of the ideas that company has asked for already. */
export const similarInput = z.strictObject({
  q: filledText(2_000),
  companyId: id.optional(),
  limit: z.int().min(1).max(20).optional(),
});

const pieces = z.array(z.object({ text: text(1_000), match: z.boolean() }));
export const similarIdeas = z.object({
  data: z.array(
    z.object({
      id,
      number: z.int(),
      title: z.string(),
      /** The title, cut into what is also in `q` and what is around it. */
      titlePieces: pieces,
      state: z.enum(ideaStates),
      standing: z.enum(standings),
      companies: z.int(),
      arr: z.number(),
      /** Whether the company has asked for it already. */
      isAsked: z.boolean(),
    }),
  ),
});
