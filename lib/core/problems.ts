import type { z } from "zod";
import type { FieldProblem } from "./errors.ts";

const escaped = (part: PropertyKey) => String(part).replaceAll("~", "~0").replaceAll("/", "~1");
const pointerOf = (path: PropertyKey[]) => path.map((part) => `/${escaped(part)}`).join("");

/**
 * A zod error as a list of bad fields, one entry per unknown key, at most 100. Pointers are JSON pointers.
 */
export function fieldProblems(error: z.ZodError): FieldProblem[] {
  return error.issues
    .flatMap((issue): FieldProblem[] =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({
            pointer: pointerOf([...issue.path, key]),
            code: "unknown_field",
            message: "is not a field here",
          }))
        : [{ pointer: pointerOf(issue.path), code: issue.code, message: issue.message }],
    )
    .slice(0, 100);
}
