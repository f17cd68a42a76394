import { z } from "zod";
import { filledText, instantOut, nameText, version } from "#lib/core/fields.ts";
import { isCurrency, isTimeZone } from "./rules.ts";

/** The workspace in every address: `/w/{slug}`. */
export const slug = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lower-case letters and digits, with single hyphens between");

const timeZone = z.string().max(64).refine(isTimeZone, "must be the name of a time zone, like Europe/Berlin");
const currency = z.string().length(3).refine(isCurrency, "must be the three letters of a currency, like EUR");
const horizonNames = z.strictObject({
  now: filledText(40),
  next: filledText(40),
  later: filledText(40),
  done: filledText(40),
});
const setAsideReasons = z
  .array(z.strictObject({ key: z.string().regex(/^[a-z0-9_]{1,40}$/), label: filledText(100) }))
  .min(1)
  .max(30)
  .refine((list) => new Set(list.map(({ key }) => key)).size === list.length, "must not use a key twice");

export const newWorkspace = { name: nameText, slug: slug.optional() };

export const createWorkspaceInput = z.strictObject(newWorkspace);

export const updateWorkspaceInput = z.strictObject({
  name: nameText.optional(),
  slug: slug.optional(),
  timeZone: timeZone.optional(),
  currency: currency.optional(),
  horizonNames: horizonNames.optional(),
  setAsideReasons: setAsideReasons.optional(),
});

export const workspaceOut = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  timeZone: z.string(),
  currency: z.string(),
  horizonNames: z.object({ now: z.string(), next: z.string(), later: z.string(), done: z.string() }),
  setAsideReasons: z.array(z.object({ key: z.string(), label: z.string() })),
  createdAt: instantOut,
  updatedAt: instantOut,
  version,
});
