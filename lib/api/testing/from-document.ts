import fc from "fast-check";
import { openApiDocument } from "../openapi.ts";
import { broken, type JsonSchema, junk, type Known, validFor } from "./from-schema.ts";

/** Requests made from the API's document: as it says, and broken in one place. For tests only. */

type Parameter = {
  $ref?: string;
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  schema: JsonSchema;
};
type Described = {
  operationId: string;
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema?: JsonSchema }> };
};
/** An operation of the document. */
export type Documented = Described & { method: string; template: string };

const document = openApiDocument() as {
  paths: Record<string, Record<string, Described>>;
  components: { parameters: Record<string, Parameter> };
};

const resolved = (parameter: Parameter): Parameter =>
  document.components.parameters[parameter.$ref?.split("/").at(-1) ?? ""] ?? parameter;

export const documented: Documented[] = Object.entries(document.paths).flatMap(([template, methods]) =>
  Object.entries(methods).map(([method, described]) => ({
    ...described,
    parameters: described.parameters.map(resolved),
    method: method.toUpperCase(),
    template,
  })),
);

export type Who = "key" | "owner" | "nobody" | "wrong";
export type Request = {
  who: Who;
  path: Record<string, unknown>;
  query: [name: string, value: string][];
  headers: Record<string, string>;
  /** Bytes as they are sent; null for none. */
  body: Buffer | null;
};

const asText = (value: unknown) => (typeof value === "object" ? JSON.stringify(value) : String(value));
const json = (value: unknown) => Buffer.from(JSON.stringify(value) ?? "null");

function parametersIn(operation: Documented, place: Parameter["in"], known: Known) {
  const some = operation.parameters.filter((parameter) => parameter.in === place);
  const fields = some.map(({ name, schema, required }): [string, fc.Arbitrary<unknown>] => {
    const existing = known.get(name) ?? [];
    // A workspace that is not there would be all that a request shows.
    const isPlace = name === "workspace" && existing.length > 0;
    const plain = place === "header" ? headerValue(name) : validFor(schema, known, name);
    const value = isPlace ? fc.constantFrom(...existing) : plain;
    return [name, required ? value : fc.option(value, { freq: 2, nil: undefined })];
  });
  return fc.record(Object.fromEntries(fields)) as fc.Arbitrary<Record<string, unknown>>;
}

/** The document's own words for these say less than they take: which version there is. */
const headerValue = (name: string): fc.Arbitrary<string> =>
  name === "If-Match"
    ? fc.nat({ max: 3 }).map((version) => `"${version}"`)
    : fc.stringMatching(/^[ -~]{1,40}$/).map((text) => text.trim() || "k");

const queryOf = (values: Record<string, unknown>): Request["query"] =>
  Object.entries(values).flatMap(([name, value]) =>
    value === undefined
      ? []
      : (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, asText(one)]),
  );

const headersOf = (values: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );

const record = fc.record({ title: fc.string(), body: fc.string({ unit: "grapheme" }), externalId: fc.string() });
const files = fc.oneof(
  fc
    .array(record, { maxLength: 5 })
    .map((records) => Buffer.from(records.map((one) => JSON.stringify(one)).join("\n"))),
  fc.array(record, { maxLength: 5 }).map(json),
  fc
    .array(fc.array(fc.string(), { maxLength: 4 }), { maxLength: 6 })
    .map((rows) => Buffer.from(rows.map((row) => row.join(",")).join("\n"))),
  fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
);

function bodyOf({ requestBody }: Documented, known: Known): fc.Arbitrary<[type: string, body: unknown] | null> {
  const content = Object.entries(requestBody?.content ?? {});
  if (content.length === 0) return fc.constant(null);
  return fc.oneof(
    ...content.map(([type, { schema }]) =>
      (schema ? validFor(schema, known, "") : files).map((body): [string, unknown] => [type, body]),
    ),
  );
}

const bytesOf = (body: unknown) => (Buffer.isBuffer(body) ? body : json(body));

/** A request that keeps to the document. */
export function validRequest(operation: Documented, known: Known): fc.Arbitrary<Request> {
  const parts = [
    parametersIn(operation, "path", known),
    parametersIn(operation, "query", known),
    parametersIn(operation, "header", known),
    bodyOf(operation, known),
  ] as const;
  const inWorkspace = operation.template.includes("{workspace}");
  const who = fc.constantFrom<Who[]>(...(inWorkspace ? (["key", "key", "key"] as const) : []), "owner");
  return fc.tuple(who, ...parts).map(([asker, path, query, headers, body]) => ({
    who: asker,
    path,
    query: queryOf(query),
    headers: { ...headersOf(headers), ...(body ? { "content-type": body[0] } : {}) },
    body: body ? bytesOf(body[1]) : null,
  }));
}

const deep = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
const badBodies = fc.constantFrom(
  ...[
    "",
    "{",
    "null",
    "[]",
    "7",
    '"x"',
    '{"title":"a","title":"b"}',
    '{"__proto__":{"a":1}}',
    '{"a":1}}',
    "\ufeff{}",
    "title=x",
  ].map((text) => Buffer.from(text)),
  Buffer.from([0x7b, 0xff, 0xfe, 0x7d]),
  Buffer.from('{"title":"\\ud800"}'),
  Buffer.from(deep(50_000)),
  Buffer.from(`{"title":${deep(5_000)}}`),
);
const badHeaders: fc.Arbitrary<Record<string, string>> = fc.constantFrom(
  ...["3", '"x"', '"9999999999999999999"', "*", 'W/"1"', '""'].map((value) => ({ "if-match": value })),
  ...["text/plain", "application/xml", "multipart/form-data", "application/json; charset=latin1", ","].map((value) => ({
    "content-type": value,
  })),
  ...["gzip", "br", "x"].map((value) => ({ "content-encoding": value })),
  ...["\u00ff", "x".repeat(256), " "].map((value) => ({ "idempotency-key": value })),
  ...["a b", "x".repeat(65), "\u00e9"].map((value) => ({ "x-request-id": value })),
  ...["x", "x".repeat(2_000)].map((value) => ({ "last-event-id": value })),
  { accept: "text/html" },
  { origin: "https://evil.example" },
);

/** The same with one thing wrong, wherever a request can be wrong. */
export function brokenRequest(operation: Documented, known: Known): fc.Arbitrary<Request> {
  const valid = validRequest(operation, known);
  const names = operation.parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
  const asked = operation.parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name);
  const badPath = fc
    .tuple(valid, fc.constantFrom(...names, ""), junk)
    .map(([request, name, value]) => ({ ...request, path: { ...request.path, [name]: value } }));
  const badQuery = fc
    .tuple(
      valid,
      fc.constantFrom(...asked, "unknown", "__proto__", "constructor"),
      fc.array(junk, { minLength: 1, maxLength: 2 }),
    )
    .map(([request, name, values]) => ({
      ...request,
      query: [
        ...request.query.filter(([other]) => other !== name),
        ...values.map((value): [string, string] => [name, asText(value).slice(0, 4_000)]),
      ],
    }));
  const badHeader = fc
    .tuple(valid, badHeaders)
    .map(([request, headers]) => ({ ...request, headers: { ...request.headers, ...headers } }));
  const badWho = fc
    .tuple(valid, fc.constantFrom<Who[]>("nobody", "wrong"))
    .map(([request, who]) => ({ ...request, who }));
  const badText = fc.tuple(valid, badBodies).map(([request, body]) => ({
    ...request,
    headers: { "content-type": "application/json", ...request.headers },
    body,
  }));
  const schema = operation.requestBody?.content["application/json"]?.schema;
  const ways: fc.WeightedArbitrary<Request>[] = [
    ...(names.length > 0 ? [{ weight: 2, arbitrary: badPath }] : []),
    { weight: 2, arbitrary: badQuery },
    { weight: 2, arbitrary: badHeader },
    { weight: 1, arbitrary: badWho },
    { weight: operation.method === "GET" ? 0 : 1, arbitrary: badText },
  ];
  if (schema) {
    const badBody = fc
      .tuple(valid, broken(validFor(schema, known, "")))
      .map(([request, body]) => ({ ...request, body: json(body) }));
    ways.push({ weight: 8, arbitrary: badBody });
  }
  return fc.oneof(...ways);
}

/** Where a request goes. A slash or a dot in a value stays within it. */
export function addressOf({ template }: Documented, { path, query }: Request): string {
  const encoded = (value: unknown) =>
    encodeURIComponent(asText(value).toWellFormed().slice(0, 1_000)).replaceAll(".", "%2E");
  const whole = template.replace(/\{(\w+)\}/g, (_, name: string) => encoded(path[name]));
  const search = query.map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`,
  );
  return search.length > 0 ? `${whole}?${search.join("&")}` : whole;
}
