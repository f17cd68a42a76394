import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "#lib/core/fields.ts";

let common: Set<string> | undefined;

/**
 * Whether it is among the passwords that everybody tries first: the 3,000 most common ones of eight characters or more in
 * the lists of zxcvbn (MIT), and some more. Only server code reads the list, and only when asked.
 */
export function isCommonPassword(password: string): boolean {
  common ??= new Set(
    readFileSync(join(import.meta.dirname, "common-passwords.txt"), "utf8")
      .trim()
      .split("\n"),
  );
  return common.has(password.toLowerCase());
}

/** A new password: 8 to 200 characters of any kind, none of which is cut off, and not a very common one. */
export const newPassword = text(200)
  .min(8)
  .refine((password) => !isCommonPassword(password), "is one of the most common passwords; choose another");
