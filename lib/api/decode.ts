import { z } from "zod";
import { AppError, badRequest, type FieldProblem } from "#lib/core/errors.ts";

/** Turns the text of a request into the plain values that an operation's schema expects. */

/** The schema below optional, nullable and default. */
function bare(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema;
  while (
    inner instanceof z.ZodOptional ||
    inner instanceof z.ZodNullable ||
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodReadonly
  ) {
    inner = inner.unwrap();
  }
  return inner;
}

function decodeOne(schema: z.core.$ZodType, text: string): unknown {
  if (schema instanceof z.ZodNumber) return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (schema instanceof z.ZodBoolean) return text === "true" ? true : text === "false" ? false : text;
  return text;
}

/**
 * A query string by its schema: a list takes repeated parameters, numbers and booleans are read by type, everything else
 * stays text. A parameter given twice where one value belongs is refused; unknown ones are left for the schema to refuse.
 */
export function decodeQuery(input: z.ZodObject, params: URLSearchParams): Record<string, unknown> {
  const values: Record<string, unknown> = Object.create(null);
  const twice: FieldProblem[] = [];
  const shape: Record<string, z.core.$ZodType> = input.shape;
  const byKey = Map.groupBy(params, ([key]) => key);
  for (const [key, pairs] of byKey) {
    const given = pairs.map(([, value]) => value);
    const schema = Object.hasOwn(shape, key) ? shape[key] : undefined;
    const inner = schema ? bare(schema) : undefined;
    if (inner instanceof z.ZodArray) values[key] = given.map((text) => decodeOne(bare(inner.element), text));
    else if (given.length > 1) twice.push({ pointer: `/${key}`, code: "repeated", message: "must be given once" });
    else values[key] = inner ? decodeOne(inner, given[0] ?? "") : given[0];
  }
  if (twice.length > 0) throw new AppError("invalid", "The query does not fit.", { fields: twice });
  return { ...values };
}

const refused = (name: string, message: string) =>
  new AppError("invalid", "The body does not fit.", {
    fields: [{ pointer: name && `/${name}`, code: "bad_key", message }],
  });

/** Where the string that begins before `from` ends. Not by a pattern: on a long string it would run out of stack. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from); ; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at;
  }
}

/** How many strings of a JSON text have a colon behind them. */
function keysInText(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
    at = endOfString(text, at + 1) + 1;
    while (/\s/.test(text.charAt(at))) at++;
    if (text[at] === ":") count++;
  }
  return count;
}

function keysInValue(root: unknown): number {
  let count = 0;
  const stack: unknown[] = [root];
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value !== "object" || value === null) continue;
    const children = Object.values(value);
    if (!Array.isArray(value)) count += children.length;
    if (Object.hasOwn(value, "__proto__")) throw refused("__proto__", "is not allowed as a name");
    for (const child of children) if (typeof child === "object" && child !== null) stack.push(child);
  }
  return count;
}

/**
 * A JSON body. Malformed is 400; a key given twice is 422, because `JSON.parse` would take the last one in silence: the
 * text then has more keys than the value.
 */
export function decodeJson(bytes: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw badRequest("The body is not UTF-8.");
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest("The body is not JSON.");
  }
  if (keysInText(text) !== keysInValue(value)) throw refused("", "must have each field once");
  return value;
}
