import { createHash } from "node:crypto";
import type postgres from "postgres";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import type { Endpoint } from "../endpoints.ts";
import { exampleInput, type Furniture } from "../examples.ts";
import type { PathName } from "../paths.ts";
import { type Answered, ask } from "../testing.ts";
import { furnish } from "./furnish.ts";

/** Every operation as somebody outside calls it. For tests only. */

export type Furnished = TestWorkspace & { furniture: Furniture; allKey: string; mark: string };

/** A workspace with one of everything, every text of which carries `mark`, and a key that may do everything in it. */
export async function furnished(url: string, mark: string): Promise<Furnished> {
  const made = await newTestWorkspace(mark);
  const allKey = await made.key();
  const furniture = await furnish(url, made.workspace.slug, allKey, mark, made.actors.owner.id);
  return { ...made, furniture, allKey, mark };
}

export type Asked = { key?: string; cookie?: string };

export const exampleOf = (endpoint: Endpoint, furniture: Furniture) => exampleInput(endpoint.name, furniture);

/** The path of an endpoint with the parameters that stand in it, and the rest of the input. */
export function addressed(endpoint: Endpoint, slug: string, input: Record<string, unknown>) {
  const rest = { ...input };
  const path = endpoint.template.replace("{workspace}", slug).replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  return { path, rest };
}

/** Whether an endpoint takes its input in the query. */
export const takesQuery = ({ method, operation }: Endpoint) =>
  method === "GET" || method === "DELETE" || operation.kind === "upload";

/** Calls an endpoint with an input: path parameters into the path, the rest where it belongs. */
export function call(
  url: string,
  endpoint: Endpoint,
  slug: string,
  input: Record<string, unknown>,
  { key, cookie }: Asked = {},
  headers: Record<string, string> = {},
): Promise<Answered> {
  const { path, rest } = addressed(endpoint, slug, input);
  const all = { ...(cookie ? { cookie, origin: url } : {}), ...headers };
  const who = key ? { key } : {};
  if (!takesQuery(endpoint)) return ask(url, endpoint.method, path, { ...who, body: rest, headers: all });
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) {
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  const upload = endpoint.operation.kind === "upload";
  return ask(url, endpoint.method, `${path}${query.size ? `?${query}` : ""}`, {
    ...who,
    ...(upload ? { body: '{"title":"by contract"}\n' } : {}),
    headers: { ...all, ...(upload ? { "content-type": "application/x-ndjson" } : {}) },
  });
}

/** What brings a record back to where an operation can be carried out on it once more. */
const makingReady: Partial<Record<PathName, [path: string, body: object]>> = {
  "feedback.review": ["/feedback/{spareFeedbackId}/reopen", {}],
  "feedback.reopen": ["/feedback/{spareFeedbackId}/review", {}],
  "feedback.setAside": ["/feedback/{spareFeedbackId}/reopen", {}],
  "idea.setAside": ["/ideas/{spareIdeaId}/reopen", {}],
  "idea.reopen": ["/ideas/{spareIdeaId}/set-aside", { reason: "not_now" }],
  "initiative.setAside": ["/initiatives/{spareInitiativeId}/reopen", {}],
  "initiative.reopen": ["/initiatives/{spareInitiativeId}/set-aside", { reason: "not_now" }],
  "objective.close": ["/objectives/{spareObjectiveId}/reopen", {}],
  "initiative.move": ["/initiatives/{initiativeId}/move", { horizon: "later" }],
};

/** Makes an operation with its example possible again. */
export async function makeReady(url: string, { name }: Endpoint, { workspace, furniture, allKey }: Furnished) {
  const [template, body] = makingReady[name] ?? [];
  if (!template) return;
  const path = template.replace(/\{(\w+)\}/, (_, field: keyof Furniture) => furniture[field]);
  await ask(url, "POST", `/api/v1/workspaces/${workspace.slug}${path}`, { key: allKey, body });
}

/** A hash over every row of a workspace in every table that has `workspace_id`. */
export async function rowHash(admin: postgres.Sql, { workspace }: TestWorkspace): Promise<string> {
  const tables = await admin`
    select c.table_name as name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'workspace_id' and t.table_type = 'BASE TABLE'
    order by 1`;
  const hash = createHash("md5");
  for (const { name } of tables) {
    // A key's time of last use is written when it is used.
    const row = name === "api_keys" ? admin`to_jsonb(t) - 'last_used_at'` : admin`to_jsonb(t)`;
    const [sum] = await admin`
      select md5(coalesce(string_agg(r::text, '|' order by r::text), '')) as md5
      from (select ${row} as r from ${admin(name as string)} t where workspace_id = ${workspace.id}) x`;
    hash.update(`${name} ${sum?.md5}\n`);
  }
  return hash.digest("hex");
}
