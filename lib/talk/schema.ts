import { z } from "zod";
import { id } from "#lib/core/fields.ts";

/** The records that people may talk about. */
export const subjectTypes = [
  "feedback",
  "idea",
  "initiative",
  "objective",
  "keyResult",
  "metric",
  "company",
  "contact",
] as const;
export type SubjectType = (typeof subjectTypes)[number];
export type Subject = { type: SubjectType; id: string };

const form = new RegExp(`^(?:${subjectTypes.join("|")}):[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`);

/** `type:id`, as in `idea:0190…`. */
export const subjectText = z
  .string()
  .max(100)
  .regex(form, "must be a record that one can talk about, as in idea:0190…");
export const subject = z.object({ type: z.enum(subjectTypes), id });

/** The two parts of a `subjectText`. */
export function subjectOf(text: string): Subject {
  const [type, recordId = ""] = text.split(":");
  return { type: type as SubjectType, id: recordId.toLowerCase() };
}
