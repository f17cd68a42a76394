import { z } from "zod";
import { AppError, invalid } from "#lib/core/errors.ts";
import { fieldProblems } from "#lib/core/problems.ts";
import { hashPassword } from "./password-hash.ts";
import { newPassword } from "./password-rules.ts";

/** The hash of a password that may be left out where it is not needed, or is an old one; it is checked here. */
export function hashNewPassword(password: string | undefined): Promise<string> {
  if (password === undefined) throw invalid("/password", "required", "is needed");
  const { error } = z.strictObject({ password: newPassword }).safeParse({ password });
  if (error) throw new AppError("invalid", "The input does not fit.", { fields: fieldProblems(error) });
  return hashPassword(password);
}
