import { z } from "zod";

/** Where in an input a plain value stands, and how to put one there: for tests that try every field there is. */

export type Leaf = {
  /** As in a JSON pointer; `0` is the first of a list. */
  path: string[];
  schema: z.core.$ZodType;
  /** What must stand beside it for the schema to get there, such as the kind of a union. */
  beside: [path: string[], value: unknown][];
};

/** The name that a record's entry is given. */
export const entryName = "entry";

/** Every plain value that a schema takes: strings, numbers, booleans, dates, ids and choices. */
export function leavesOf(schema: z.core.$ZodType, path: string[] = [], beside: Leaf["beside"] = []): Leaf[] {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly
  ) {
    return leavesOf(schema.unwrap(), path, beside);
  }
  if (schema instanceof z.ZodObject) {
    const shape: Record<string, z.core.$ZodType> = schema.shape;
    const literals = Object.entries(shape).flatMap(([name, field]): Leaf["beside"] =>
      field instanceof z.ZodLiteral ? [[[...path, name], [...field.values][0]]] : [],
    );
    return Object.entries(shape).flatMap(([name, field]) => leavesOf(field, [...path, name], [...beside, ...literals]));
  }
  if (schema instanceof z.ZodArray) return leavesOf(schema.element, [...path, "0"], beside);
  if (schema instanceof z.ZodRecord) return leavesOf(schema.valueType, [...path, entryName], beside);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => leavesOf(option, path, beside));
  if (schema instanceof z.ZodLiteral || schema instanceof z.ZodNull || schema instanceof z.ZodUnknown) return [];
  return [{ path, schema, beside }];
}

function put(input: unknown, [name = "", ...rest]: string[], value: unknown): unknown {
  if (name === "0") {
    const [first, ...others] = Array.isArray(input) ? input : [];
    return rest.length === 0 ? [value] : [put(first, rest, value), ...others];
  }
  const object = typeof input === "object" && input !== null ? input : {};
  const inner = rest.length === 0 ? value : put((object as Record<string, unknown>)[name], rest, value);
  return { ...object, [name]: inner };
}

/** An input with `value` at the leaf. */
export function withValue(input: Record<string, unknown>, leaf: Leaf, value: unknown): Record<string, unknown> {
  let whole: unknown = input;
  for (const [path, needed] of leaf.beside) whole = put(whole, path, needed);
  return put(whole, leaf.path, value) as Record<string, unknown>;
}

export const pointerOf = ({ path }: Leaf): string => path.map((part) => `/${part}`).join("");
