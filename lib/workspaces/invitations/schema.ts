import { z } from "zod";
import { author } from "#lib/core/author.ts";
import { email, id, instantOut, version } from "#lib/core/fields.ts";
import { role } from "../members/schema.ts";

/** What admins see of an invitation after it was made; its link only who made it sees, once. */
export const invitationOut = z.object({
  id: z.string(),
  email: z.string(),
  role,
  createdBy: author,
  createdAt: instantOut,
  expiresAt: instantOut,
  version,
});

export const createInvitationInput = z.strictObject({ email, role });
export const revokeInvitationInput = z.strictObject({ id });

/** Whatever stands in the address: only its digest is looked up. */
export const linkToken = z.string().max(500);

export const getInvitationInput = z.strictObject({ token: linkToken });

/** What whoever holds the link is told; the same whether the address has an account here or not. */
export const invitationShown = z.object({
  workspace: z.object({ name: z.string() }),
  email: z.string(),
  role,
  invitedBy: z.string(),
  expiresAt: instantOut,
});
