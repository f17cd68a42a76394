import { endpoints } from "./endpoints.ts";
import { openApiDocument, wording } from "./openapi.ts";

/** The API reference as one plain page: no script, its own style sheet, the same schemas as the OpenAPI document. */

const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

type Described = {
  description: string;
  parameters: { name?: string; in?: string; required?: boolean; schema?: unknown }[];
  requestBody?: { content: Record<string, { schema?: unknown }> };
  responses: Record<string, { content?: Record<string, { schema?: unknown }> }>;
};

const code = (label: string, schema: unknown) =>
  schema === undefined
    ? ""
    : `<details><summary>${label}</summary><pre>${escaped(JSON.stringify(schema, null, 2))}</pre></details>`;

function section(name: string, method: string, template: string, described: Described): string {
  const parameters = described.parameters
    .filter((p) => p.name)
    .map((p) => {
      const needed = p.required ? "required" : "optional";
      return `<tr><td><code>${p.name}</code></td><td>${p.in}, ${needed}</td><td><code>${escaped(JSON.stringify(p.schema))}</code></td></tr>`;
    });
  const [status = "", good] = Object.entries(described.responses)[0] ?? [];
  const body = Object.values(described.requestBody?.content ?? {})[0];
  return `<section id="${name}"><h3>${wording(name)}</h3>
<p class="call"><b>${method}</b> <code>${template}</code></p><p>${escaped(described.description)}</p>
${parameters.length > 0 ? `<table><caption>Parameters</caption>${parameters.join("")}</table>` : ""}
${code("Body", body?.schema)}${code(`Answer ${status}`, Object.values(good?.content ?? {})[0]?.schema)}</section>`;
}

let page: string | undefined;

/** The page; made once. */
export function docsPage(): string {
  if (page) return page;
  const { paths } = openApiDocument() as { paths: Record<string, Record<string, Described>> };
  const groups = Map.groupBy(endpoints, (endpoint) => endpoint.name.split(".")[0] ?? "");
  const nav = [...groups.keys()]
    .map((group) => `<a href="#${group}">${wording(`${group}.`).replace(":", "")}</a>`)
    .join("");
  const body = [...groups].map(([group, members]) => {
    const sections = members.map(({ name, method, template }) => {
      const described = paths[template]?.[method.toLowerCase()];
      return described ? section(name, method, template, described) : "";
    });
    return `<h2 id="${group}">${wording(`${group}.`).replace(":", "")}</h2>${sections.join("")}`;
  });
  page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Throughline API</title><link rel="stylesheet" href="/api/v1/docs.css"></head><body><nav>${nav}</nav><main><h1>Throughline API</h1>
<p>Base path <code>/api/v1</code>. Send <code>Authorization: Bearer tl_…</code>. Lists answer <code>{ data, nextCursor }</code>;
errors are <code>application/problem+json</code>; every POST in a workspace takes an <code>Idempotency-Key</code>; what takes <code>If-Match</code> says so, every PATCH among it.
The same as a document for machines: <a href="/api/v1/openapi.json">openapi.json</a>.</p>${body.join("")}</main></body></html>`;
  return page;
}

export const docsStyle = `:root{color-scheme:light dark;--line:light-dark(#ddd,#333);--soft:light-dark(#666,#aaa);--link:light-dark(#2f4bb5,#9db2ff)}
body{margin:0;font:15px/24px ui-sans-serif,system-ui,sans-serif;display:grid;grid-template-columns:200px minmax(0,1fr)}
a{color:var(--link)}nav{padding:24px 16px;display:grid;gap:4px;align-content:start;position:sticky;top:0;max-height:100vh;box-sizing:border-box;overflow:auto}
main{padding:24px;max-width:860px;min-width:0}h2{margin-top:48px;border-top:1px solid var(--line);padding-top:24px}
h3{margin:32px 0 4px}p{margin:4px 0}.call{color:var(--soft)}table{border-collapse:collapse;width:100%;display:block;overflow-x:auto}
caption{text-align:left;color:var(--soft)}td{border-bottom:1px solid var(--line);padding:4px 12px 4px 0;vertical-align:top}
pre{overflow:auto;max-height:420px;border:1px solid var(--line);border-radius:6px;padding:12px;font-size:12px;line-height:18px}
code{font-size:13px;overflow-wrap:anywhere}summary{cursor:pointer;color:var(--link)}
@media(max-width:700px){body{grid-template-columns:minmax(0,1fr)}nav{position:static;grid-auto-flow:row;max-height:none}}`;
