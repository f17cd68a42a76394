import type { Endpoint } from "../endpoints.ts";
import { exampleInput, type Furniture } from "../examples.ts";
import { beginning, elsewhere, leadingUp, signingIn, variables } from "./shell.ts";

/** Whether an operation is for a person: no key can carry it out. */
export const isPersonal = ({ operation }: Endpoint) =>
  operation.needs === "account" ||
  operation.needs === "workspace:delete" ||
  ("isPersonal" in operation && operation.isPersonal);

export const takesQuery = ({ method, operation }: Endpoint) =>
  method === "GET" || method === "DELETE" || operation.kind === "upload";

/** A value in an address; the shell's variables stay what they are. */
const inAddress = (value: unknown) =>
  String(value)
    .split(/(\$[A-Z_]+)/)
    .map((part, n) => (n % 2 === 1 ? part : encodeURIComponent(part)))
    .join("");

/** A line for each variable, after those of what it is made of. What reads finds its records, where it can; what writes makes them. */
function assignments(wanted: Iterable<keyof Furniture>, isReading: boolean): string[] {
  const lines = new Map<string, string>();
  const add = (key: keyof Furniture, mayFind: boolean) => {
    const { name, after = [], made, first } = variables[key];
    const found = mayFind ? first : undefined;
    for (const other of after) add(other, found !== undefined);
    if (!lines.has(name)) lines.set(name, `${name}=${found ?? made}`);
  };
  for (const key of wanted) add(key, isReading);
  return [...lines.values()];
}

function addressOf(endpoint: Endpoint, input: Record<string, unknown>): { address: string; rest: [string, unknown][] } {
  const { name, template, params } = endpoint;
  const rest = Object.entries(input).filter(([field]) => !params.includes(field));
  const path = template
    .replace("/api/v1/workspaces/{workspace}", "$W")
    .replace(/^\/api/, "$URL/api")
    .replace(/\{(\w+)\}/g, (_, field: string) => inAddress(input[field]));
  const query = takesQuery(endpoint)
    ? rest
        .flatMap(([field, value]) =>
          (Array.isArray(value) ? value : [value]).map((one) => `${field}=${inAddress(one)}`),
        )
        .join("&")
    : "";
  return { address: elsewhere[name] ?? `"${path}${query && `?${query}`}"`, rest };
}

/** What is sent with the call: nothing, a file of two records, or JSON, as the rest of the command says it. */
function sent(endpoint: Endpoint, rest: [string, unknown][]): { headers: string[]; data: string | null } {
  if (endpoint.operation.kind === "upload") {
    const records = ["Export the audit log as CSV", "Keys for everything"].map((title, n) =>
      JSON.stringify({ source: "helpdesk", externalId: `${n + 1}-$RANDOM`, title }),
    );
    return {
      headers: ["Content-Type: application/x-ndjson"],
      data: `--data-binary @- <<END\n${records.join("\n")}\nEND`,
    };
  }
  if (takesQuery(endpoint) || rest.length === 0) return { headers: [], data: null };
  const body = JSON.stringify(Object.fromEntries(rest), null, 2);
  return { headers: ["Content-Type: application/json"], data: `-d @- <<END\n${body}\nEND` };
}

/** How somebody calls this operation from a shell, after `beginning`: commands that work as they stand. */
export function curlOf(endpoint: Endpoint): string {
  const { name, method, operation } = endpoint;
  const used = new Set<keyof Furniture>();
  const furniture = new Proxy({} as Furniture, {
    get: (_, key: keyof Furniture) => {
      if (key !== "password") used.add(key);
      return `$${variables[key].name}`;
    },
  });
  const input = exampleInput(name, furniture, (word) => `${word}-$RANDOM`);
  const { address, rest } = addressOf(endpoint, input);
  const before = leadingUp[name] ?? [];
  const assigned = before.map((line) => line.split("=")[0]);
  const lines = assignments(used, method === "GET").filter((line) => !assigned.includes(line.split("=")[0]));
  const { headers, data } = sent(endpoint, rest);
  const who = isPersonal(endpoint)
    ? ['-b "$COOKIE"', ...(method === "GET" ? [] : ['-H "Origin: $URL"'])]
    : operation.needs === "anyone" && name !== "session.get"
      ? []
      : ['-H "Authorization: Bearer $KEY"'];
  const said = data !== null && method === "POST";
  const verb = method === "GET" || said ? "" : `-X ${method} `;
  const stream = operation.kind === "stream" ? "-N " : "";
  const parts = [
    `curl ${stream}${verb}${address}`,
    ...who,
    ...headers.map((header) => `-H '${header}'`),
    ...(data === null ? [] : [data]),
  ];
  return [...lines, ...before, parts.join(" \\\n  ")].join("\n");
}

export { beginning, signingIn };
