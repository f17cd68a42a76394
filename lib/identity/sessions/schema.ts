import { z } from "zod";
import { id, instantOut } from "#lib/core/fields.ts";

/** A session as the person sees it whose it is: where, and with which browser. */
export const sessionOut = z.object({
  id: z.string(),
  userAgent: z.string().nullable(),
  address: z.string().nullable(),
  createdAt: instantOut,
  lastSeenAt: instantOut,
  /** Whether it is the one that asks. */
  isCurrent: z.boolean(),
});

export const revokeSessionInput = z.strictObject({ id });
