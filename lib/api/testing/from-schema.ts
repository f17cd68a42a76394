import fc from "fast-check";

/** Inputs made from the API's own document: what its JSON schemas allow, and what they do not. For tests only. */

export type JsonSchema = {
  $ref?: string;
  type?: "object" | "array" | "string" | "number" | "integer" | "boolean" | "null";
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  const?: unknown;
  enum?: unknown[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  items?: JsonSchema;
  minimum?: number;
  maximum?: number;
};

/** Values that exist in the workspace, by the name of the field that takes them. */
export type Known = Map<string, unknown[]>;

/** Longer texts are tried only as one character over and over: what costs is their making. */
const varied = 300;

const words = fc.constantFrom(
  "audit",
  "log",
  "Export",
  "every quarter",
  "Über",
  "語",
  "🙂",
  "\u202Ea",
  "-",
  '"',
  "\n",
  " ",
);
const phrase = fc.array(words, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(" "));

function texts({ minLength: least = 0, maxLength: most = varied }: JsonSchema): fc.Arbitrary<string> {
  const fits = (text: string) => text.slice(0, most).padEnd(least, "x").toWellFormed();
  const filled = fc.constantFrom("x", "語", " ", "\n").map((unit) => unit.repeat(Math.min(most, 20_000)));
  return fc.oneof(
    { weight: 8, arbitrary: phrase.map(fits) },
    { weight: 3, arbitrary: fc.string({ unit: "grapheme", maxLength: Math.min(most, varied) }).map(fits) },
    { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: Math.min(most, 40) }).map(fits) },
    { weight: 1, arbitrary: filled.map(fits) },
  );
}

const dates = fc.date({
  min: new Date("0001-01-02T00:00:00Z"),
  max: new Date("9999-12-30T00:00:00Z"),
  noInvalidDate: true,
});
const formats: Record<string, fc.Arbitrary<string>> = {
  uri: fc.oneof(fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.constant("https://a.example/b")),
  uuid: fc.uuid(),
  date: dates.map((date) => date.toISOString().slice(0, 10)),
  "date-time": fc
    .tuple(dates, fc.constantFrom("Z", "+02:00", "-11:30"))
    .map(([date, zone]) => date.toISOString().replace("Z", zone)),
};

function strings(schema: JsonSchema): fc.Arbitrary<string> {
  const { format, pattern, maxLength: most } = schema;
  const known = formats[format ?? ""];
  if (known) return known;
  if (pattern) return fc.stringMatching(new RegExp(pattern, "u")).map((text) => text.slice(0, most));
  return texts(schema);
}

function numbers({ type, minimum: min = -1e15, maximum: max = 1e15 }: JsonSchema): fc.Arbitrary<number> {
  const edges = fc.constantFrom(min, max, Math.min(Math.max(0, min), max));
  const inside =
    type === "integer"
      ? fc.integer({ min: Math.ceil(min), max: Math.floor(max) })
      : fc.double({ min, max, noNaN: true });
  const small = fc.integer({ min: Math.ceil(Math.max(min, -100)), max: Math.floor(Math.min(max, 100)) });
  return min > 100 || max < -100 ? fc.oneof(inside, edges) : fc.oneof(inside, edges, small);
}

function objects(schema: JsonSchema, known: Known): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties: others, propertyNames } = schema;
  if (typeof others === "object") {
    const names = propertyNames ? validFor(propertyNames, known, "").map(String) : phrase;
    return fc
      .array(fc.tuple(names, validFor(others, known, "")), { maxLength: 4 })
      .map((all) => Object.fromEntries(all));
  }
  const fields = Object.entries(properties).map(([name, field]): [string, fc.Arbitrary<unknown>] => [
    name,
    required.includes(name)
      ? validFor(field, known, name)
      : fc.option(validFor(field, known, name), { freq: 2, nil: undefined }),
  ]);
  return fc.record(Object.fromEntries(fields)).map((value) => JSON.parse(JSON.stringify(value)));
}

/** What a schema allows, for the field of this name: mostly what exists where ids are asked for. */
export function validFor(schema: JsonSchema, known: Known, name: string): fc.Arbitrary<unknown> {
  const existing = known.get(name) ?? [];
  const plain = made(schema, known, name);
  return existing.length > 0 && schema.type === "string"
    ? fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...existing) }, { weight: 1, arbitrary: plain })
    : plain;
}

function made(schema: JsonSchema, known: Known, name: string): fc.Arbitrary<unknown> {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) {
    const weighed = choices.map((choice) => ({
      weight: choice.type === "null" ? 1 : 3,
      arbitrary: validFor(choice, known, name),
    }));
    return fc.oneof(...weighed);
  }
  if ("const" in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case "string":
      return strings(schema);
    case "integer":
    case "number":
      return numbers(schema);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array": {
      const { items = {}, minItems = 0, maxItems = 3 } = schema;
      return fc.array(validFor(items, known, name), {
        minLength: minItems,
        maxLength: Math.min(maxItems, Math.max(3, minItems)),
      });
    }
    case "object":
      return objects(schema, known);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

/** Values that hardly any field takes. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown[]>(
    ...[
      null,
      true,
      -1,
      0,
      1.5,
      1e308,
      -0,
      2 ** 53,
      "",
      " ",
      "\u0000",
      "a\ud83d",
      "'",
      '"; --',
      "%",
      "../../etc/passwd",
    ],
    ...["null", "NaN", "infinity", "0000-00-00", "9999-12-31T23:59:59Z", "00000000-0000-0000-0000-000000000000"],
    ...[
      [],
      {},
      [null],
      [[[]]],
      { "": "" },
      { constructor: { prototype: 1 } },
      "x".repeat(100_000),
      Array(2_000).fill("x"),
    ],
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: "binary", maxLength: 200 }),
);

/** Every place in a value, as the names that lead there. */
function placesIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...path, name]))];
}

function withAt(value: unknown, [name, ...rest]: string[], put: (found: unknown) => unknown): unknown {
  if (name === undefined) return put(value);
  if (Array.isArray(value)) return value.map((inner, at) => (String(at) === name ? withAt(inner, rest, put) : inner));
  const object = value as Record<string, unknown>;
  return { ...object, [name]: withAt(object[name], rest, put) };
}

const unknownNames = fc.constantFrom("workspaceId", "__proto__", "constructor", "toString", "", "a/b~c", "id", "語");

/** A value that is broken in one place: something else stands there, something is missing, or something is added. */
export function broken(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(valid, fc.nat(), fc.constantFrom("replace", "remove", "add"), junk, unknownNames)
    .map(([value, chosen, deed, other, added]) => {
      const places = placesIn(value);
      const place = places[chosen % places.length] ?? [];
      if (deed === "remove" && place.length > 0) return withAt(value, place, () => undefined);
      if (deed === "add") {
        // As text: an object literal takes __proto__ for something else.
        const more = JSON.parse(`{${JSON.stringify(added)}:${JSON.stringify(other)}}`);
        return withAt(value, place, (found) =>
          isObject(found) ? Object.assign(Object.create(null), found, more) : more,
        );
      }
      return withAt(value, place, () => other);
    });
}

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
