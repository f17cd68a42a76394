import { z } from "zod";
import { id, instantOut, version } from "#lib/core/fields.ts";
import { roles } from "#lib/core/permissions.ts";

export const role = z.enum(roles);

export const memberOut = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  /** Since when. */
  createdAt: instantOut,
  version,
});

export const updateMemberInput = z.strictObject({ userId: id, role });
export const removeMemberInput = z.strictObject({ userId: id });
