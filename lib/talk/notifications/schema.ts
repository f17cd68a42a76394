import { z } from "zod";
import { author } from "#lib/core/author.ts";
import { id, instantOut, page, pageOf, version } from "#lib/core/fields.ts";
import { subjectTypes } from "../schema.ts";

/**
 * `mention`: somebody named me in a comment. `assignment`: I was made the owner. `comment`: something was said about what
 * I follow. `change`: what I follow or asked for was moved, set aside, reopened, closed or linked.
 */
export const kinds = ["mention", "assignment", "comment", "change"] as const;
export type Kind = (typeof kinds)[number];

export const notification = z.object({
  /** The event's id. */
  id,
  kind: z.enum(kinds),
  /** Who did it. */
  actor: author,
  at: instantOut,
  readAt: instantOut.nullable(),
  /** What happened, as the history calls it. */
  action: z.string(),
  /** The horizon that a card was moved to. */
  to: z.string().nullable(),
  reason: z.string().nullable(),
  subject: z.object({
    type: z.enum(subjectTypes),
    id,
    number: z.int().nullable(),
    title: z.string(),
    /** Where it is found: a key result's objective, a contact's company, a metric's key. */
    within: z.string().nullable(),
  }),
  /** The first 300 characters of the comment, mentions as words. */
  comment: z.object({ id, excerpt: z.string() }).nullable(),
});
export type Notification = z.output<typeof notification>;

/** The newest first. */
export const listNotificationsInput = z.strictObject({ ...page, unread: z.boolean().optional() });
export const notificationPage = pageOf(notification);

/** Of the newest 100 at most: 100 stands for "100 or more". */
export const unreadCount = z.object({ unread: z.int().min(0).max(100) });

/** Those with these ids, or with `all` the newest 5,000. Ids of others are passed over. */
export const readInput = z.strictObject({
  ids: z.array(id).min(1).max(200).optional(),
  all: z.boolean().optional(),
});
export const unreadInput = z.strictObject({ ids: z.array(id).min(1).max(200) });

const chosen = z.array(z.enum(kinds)).max(kinds.length);
export const notificationSettings = z.object({ inApp: chosen, byMail: chosen, version });
export const updateSettingsInput = z.strictObject({ inApp: chosen.optional(), byMail: chosen.optional() });
