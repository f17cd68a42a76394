import { z } from "zod";
import { id, instant, instantOut, nameText, version } from "#lib/core/fields.ts";
import { scopes } from "#lib/core/permissions.ts";

const scopeList = z
  .array(z.enum(scopes))
  .min(1)
  .max(scopes.length)
  .refine((list) => new Set(list).size === list.length, "must not name a scope twice");

/** What anybody may see of a key after it was made. */
export const apiKeyOut = z.object({
  id: z.string(),
  name: z.string(),
  /** The beginning of the key, by which one found somewhere can be told. */
  prefix: z.string(),
  scopes: z.array(z.enum(scopes)),
  createdBy: z.string().nullable(),
  createdAt: instantOut,
  updatedAt: instantOut,
  lastUsedAt: instantOut.nullable(),
  expiresAt: instantOut.nullable(),
  version,
});

export const createApiKeyInput = z.strictObject({ name: nameText, scopes: scopeList, expiresAt: instant.nullish() });

export const updateApiKeyInput = z.strictObject({
  id,
  name: nameText.optional(),
  scopes: scopeList.optional(),
  expiresAt: instant.nullish(),
});
