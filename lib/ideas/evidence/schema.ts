import { z } from "zod";
import { filledText, id, instantOut, page, pageOf, version } from "#lib/core/fields.ts";
import { author } from "../author.ts";

export const importances = ["nice", "want", "must", "blocker"] as const;
const importance = z.enum(importances);
export const feedbackStates = ["inbox", "reviewed", "set_aside"] as const;
const state = z.enum(feedbackStates);

const link = {
  quote: z.string().nullable(),
  importance,
  origin: z.enum(["person", "suggestion", "import"]),
  linkedBy: author,
  linkedAt: instantOut,
};

/** `id` is the feedback. What is left out stays as it was; a new link has the importance that
 * its sender told with the request, else `want`, and no quote. */
export const linkInput = z.strictObject({
  id,
  ideaId: id,
  /** A passage of the feedback's title, body or messages. */
  quote: filledText(10_000).nullable().optional(),
  importance: importance.optional(),
});
export const unlinkInput = z.strictObject({ id, ideaId: id });

/** The link, and what it made of the feedback. */
export const evidence = z.object({
  feedbackId: id,
  ideaId: id,
  ...link,
  feedback: z.object({ state, version }),
});

export const listEvidenceInput = z.strictObject({ id, ...page });

/** `company` and `contact` are who said it. */
export const evidenceItem = z.object({
  feedback: z.object({
    id,
    number: z.int(),
    title: z.string(),
    /** The beginning of its text, at most 280 characters. */
    snippet: z.string(),
    state,
    occurredAt: instantOut,
  }),
  company: z.object({ id, name: z.string(), arr: z.number().nullable() }).nullable(),
  contact: z.object({ id, name: z.string().nullable() }).nullable(),
  ...link,
});
export const evidencePage = pageOf(evidenceItem);
