import { z } from "zod";
import { descriptions, groupOf, groups, wordingOf } from "./descriptions.ts";
import { type Endpoint, endpoints } from "./endpoints.ts";
import { exampleInput } from "./examples.ts";
import answers from "./reference/answers.json" with { type: "json" };
import { curlOf } from "./reference/curl.ts";
import { idsShown } from "./reference/ids-shown.ts";

/** OpenAPI 3.1, a loop over the endpoints, from the same schemas that validate. */

type Schema = { [key: string]: unknown };

/** What a schema refers to within itself stands with the components, where a reference from the document's root finds it. */
const shared: Record<string, Schema> = {};

function jsonSchema(schema: z.ZodType, io: "input" | "output"): Schema {
  const made = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Schema;
  const { $schema: _, $defs, ...rest } = made;
  if (!$defs) return rest;
  const moved = JSON.parse(
    JSON.stringify({ $defs, rest }).replaceAll('"#/$defs/__schema', '"#/components/schemas/Json'),
  );
  for (const [name, one] of Object.entries<Schema>(moved.$defs)) shared[name.replace("__schema", "Json")] = one;
  return moved.rest;
}

const problem = { $ref: "#/components/responses/Problem" };

function parametersOf(endpoint: Endpoint): Schema[] {
  const names = endpoint.inWorkspace ? ["workspace", ...endpoint.params] : endpoint.params;
  const shape: Record<string, z.ZodType> = endpoint.operation.input.shape;
  const inPath = names.map((name) => ({
    name,
    in: "path",
    required: true,
    schema: shape[name] ? jsonSchema(shape[name], "input") : { type: "string", maxLength: 60 },
  }));
  const inQuery = isInQuery(endpoint)
    ? Object.entries(shape)
        .filter(([name]) => !endpoint.params.includes(name))
        .map(([name, schema]) => ({
          name,
          in: "query",
          required: !schema.safeParse(undefined).success,
          schema: jsonSchema(schema, "input"),
          ...(schema.description ? { description: schema.description } : {}),
        }))
    : [];
  const headers = [
    ...(endpoint.operation.kind === "stream" ? [{ $ref: "#/components/parameters/LastEventId" }] : []),
    ...(endpoint.takesKey ? [{ $ref: "#/components/parameters/IdempotencyKey" }] : []),
    ...(endpoint.takesIfMatch ? [{ $ref: "#/components/parameters/IfMatch" }] : []),
  ];
  return [...inPath, ...inQuery, ...headers];
}

const isInQuery = ({ method, operation }: Endpoint) =>
  method === "GET" || method === "DELETE" || operation.kind === "upload";

function bodyOf(endpoint: Endpoint): Schema | undefined {
  const { operation, params } = endpoint;
  if (operation.kind === "upload") {
    const content = Object.fromEntries(
      ["application/x-ndjson", "application/json", "text/csv", "application/octet-stream"].map((type) => [type, {}]),
    );
    return { required: true, content };
  }
  if (isInQuery(endpoint)) return undefined;
  const fields = Object.entries(operation.input.shape).filter(([name]) => !params.includes(name));
  if (fields.length === 0) return undefined;
  const schema = z.strictObject(Object.fromEntries(fields));
  const shown = Object.entries(exampleInput(endpoint.name, idsShown, (word) => `${word}-1`));
  const example = Object.fromEntries(shown.filter(([name]) => !params.includes(name)));
  return {
    required: !schema.safeParse({}).success,
    content: { "application/json": { schema: jsonSchema(schema, "input"), example } },
  };
}

const streamed =
  "Server-sent events that go on until one side ends them. Each holds one such object as `data`, and as `id` the cursor to go on from.";

/** What each operation answered when its example was last tried. */
const answered: Partial<Record<string, unknown>> = answers;

function contentOf({ name, operation }: Endpoint): Schema {
  const files = operation.kind === "query" ? operation.answersFile : null;
  if (files) return Object.fromEntries(files.map((type) => [type, { schema: { type: "string" } }]));
  if (operation.kind === "stream") return { "text/event-stream": { schema: jsonSchema(operation.output, "output") } };
  const example = answered[name];
  return {
    "application/json": {
      schema: jsonSchema(operation.output, "output"),
      ...(example === undefined ? {} : { example }),
    },
  };
}

const needed: Record<string, string> = {
  anyone: "Open to anyone.",
  account: "For a signed-in person.",
  "workspace:delete": "For the workspace's owner.",
};

function operationOf(endpoint: Endpoint): Schema {
  const { operation } = endpoint;
  const body = bodyOf(endpoint);
  const good: Schema =
    operation.status === 204
      ? { description: "Done." }
      : { description: operation.kind === "stream" ? streamed : "Done.", content: contentOf(endpoint) };
  return {
    operationId: endpoint.name,
    tags: [groups[groupOf(endpoint.name)].title],
    summary: wordingOf(endpoint.name),
    description: `${descriptions[endpoint.name]}\n\n${needed[operation.needs] ?? `Needs the scope \`${operation.needs}\`.`}`,
    security: operation.needs === "anyone" ? [] : [{ apiKey: [] }, { session: [] }],
    parameters: parametersOf(endpoint),
    ...(body ? { requestBody: body } : {}),
    responses: { [operation.status]: good, "4XX": problem, "503": problem },
    "x-codeSamples": [{ lang: "Shell", label: "curl", source: curlOf(endpoint) }],
  };
}

let document: Schema | undefined;

/** The document of this version of the API; made once. */
export function openApiDocument(): Schema {
  if (document) return document;
  const described: Record<string, Schema> = {};
  for (const endpoint of endpoints) {
    described[endpoint.template] = {
      ...described[endpoint.template],
      [endpoint.method.toLowerCase()]: operationOf(endpoint),
    };
  }
  document = {
    openapi: "3.1.0",
    info: {
      title: "Throughline",
      version: "1",
      description: "Links what customers say to ideas, objectives, the roadmap and measured outcomes.",
      license: { name: "AGPL-3.0-or-later", identifier: "AGPL-3.0-or-later" },
    },
    servers: [{ url: "/" }],
    tags: Object.values(groups).map(({ title, text }) => ({ name: title, description: text })),
    paths: described,
    components: {
      schemas: shared,
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "An API key, `tl_…`." },
        session: { type: "apiKey", in: "cookie", name: "throughline.session", description: "A person's session." },
      },
      parameters: {
        IdempotencyKey: {
          name: "Idempotency-Key",
          in: "header",
          description: "The same key and body again gets the first answer, for 24 hours.",
          schema: { type: "string", minLength: 1, maxLength: 255 },
        },
        LastEventId: {
          name: "Last-Event-ID",
          in: "header",
          description: "The `id` of the last event received; a browser sends it by itself.",
          schema: { type: "string", maxLength: 500 },
        },
        IfMatch: {
          name: "If-Match",
          in: "header",
          description: "The version you have seen, in quotes. 412 with the current representation when it is older.",
          schema: { type: "string", pattern: '^"\\d+"$' },
        },
      },
      responses: {
        Problem: {
          description: "What went wrong (RFC 9457).",
          content: {
            "application/problem+json": {
              schema: {
                type: "object",
                required: ["type", "title", "status", "requestId"],
                properties: {
                  type: { type: "string" },
                  title: { type: "string" },
                  status: { type: "integer" },
                  detail: { type: "string" },
                  requestId: { type: "string" },
                  errors: {
                    type: "array",
                    items: {
                      type: "object",
                      properties: {
                        pointer: { type: "string" },
                        code: { type: "string" },
                        message: { type: "string" },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  };
  return document;
}
