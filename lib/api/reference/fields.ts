/** A JSON schema as lines that a person reads: each field with its path, its type in words and what it may be. */

export type JsonSchema = { [key: string]: unknown };
export type FieldLine = { path: string; type: string; limits: string; required: boolean };

const list = (value: unknown): JsonSchema[] => (Array.isArray(value) ? (value as JsonSchema[]) : []);

/** The choices of a union but null, and whether null is one. */
function choices(schema: JsonSchema): { options: JsonSchema[]; isNullable: boolean } {
  const all = [...list(schema.anyOf), ...list(schema.oneOf)];
  if (all.length === 0) {
    const { type } = schema;
    if (!Array.isArray(type)) return { options: [schema], isNullable: false };
    const types = type.filter((one) => one !== "null");
    return {
      options: types.map((one) => ({ ...schema, type: one })),
      isNullable: types.length < type.length,
    };
  }
  const options = all.filter(({ type }) => type !== "null");
  return { options, isNullable: options.length < all.length };
}

function typeOf(schema: JsonSchema): string {
  const { options, isNullable } = choices(schema);
  const names = options.map((one) => {
    if (one.const !== undefined) return JSON.stringify(one.const);
    if (Array.isArray(one.enum)) return one.enum.map((value) => JSON.stringify(value)).join(" ");
    if (one.type === "array") return `list of ${typeOf((one.items as JsonSchema | undefined) ?? {})}`;
    if (one.$ref) return "any JSON";
    if (one.type === "object" || one.properties) return "object";
    const format = { uuid: "id", "date-time": "instant", date: "day" }[String(one.format)];
    return format ?? String(one.type ?? "any JSON");
  });
  return [...new Set(names), ...(isNullable ? ["null"] : [])].join(" or ");
}

const range = (least: unknown, most: unknown, unit: string) => {
  const to = typeof most === "number" && most < Number.MAX_SAFE_INTEGER ? most.toLocaleString("en") : null;
  const from = typeof least === "number" && least > Number.MIN_SAFE_INTEGER ? least.toLocaleString("en") : null;
  if (from !== null && to !== null && from !== "0") return `${from} to ${to}${unit}`;
  if (to !== null) return `at most ${to}${unit}`;
  return from !== null && from !== "0" ? `at least ${from}${unit}` : "";
};

function limitsOf(schema: JsonSchema): string {
  const { options } = choices(schema);
  const said = options.flatMap((one) => [
    range(one.minLength, one.maxLength, " characters"),
    range(one.minimum, one.maximum, ""),
    range(one.minItems, one.maxItems, " items"),
  ]);
  return [...new Set(said.filter(Boolean))].join(", ");
}

/** The fields of an object, those of what it holds after it; five steps deep at most. */
export function fieldLines(schema: JsonSchema, prefix = "", depth = 0): FieldLine[] {
  const { options } = choices(schema);
  return options.flatMap((one) => {
    if (one.type === "array") return fieldLines((one.items as JsonSchema | undefined) ?? {}, `${prefix}[]`, depth);
    const properties = Object.entries((one.properties as Record<string, JsonSchema> | undefined) ?? {});
    if (depth > 5) return [];
    const required = Array.isArray(one.required) ? one.required : [];
    return properties.flatMap(([name, field]) => {
      const path = prefix ? `${prefix}.${name}` : name;
      const line = { path, type: typeOf(field), limits: limitsOf(field), required: required.includes(name) };
      return [line, ...fieldLines(field, path, depth + 1)];
    });
  });
}
