import { descriptions, groupOf, groups, wordingOf } from "../descriptions.ts";
import { type Endpoint, endpoints } from "../endpoints.ts";
import { openApiDocument } from "../openapi.ts";
import { curlOf, isPersonal } from "./curl.ts";
import { fieldLines, type JsonSchema } from "./fields.ts";
import { beginning, signingIn } from "./shell.ts";

/** The API reference as one plain page: no script, its own style sheet, the same schemas and examples as the document. */

type Content = Record<string, { schema?: JsonSchema; example?: unknown }>;
type Described = {
  parameters: { name?: string; in?: string; required?: boolean; schema?: JsonSchema }[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
};

const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
/** Words with `code` in them. */
const worded = (text: string) => escaped(text).replace(/`([^`]+)`/g, "<code>$1</code>");
const shell = (text: string) => `<pre class="shell" tabindex="0"><code>${escaped(text)}</code></pre>`;

function table(caption: string, schema: JsonSchema | undefined): string {
  const lines = schema ? fieldLines(schema) : [];
  if (lines.length === 0) return "";
  const rows = lines.map(
    ({ path, type, limits, required }) =>
      `<tr><th scope="row"><code>${escaped(path)}</code></th><td>${escaped(type)}${required ? ", <b>required</b>" : ""}${limits && `<i>${limits}</i>`}</td></tr>`,
  );
  return `<details><summary>${caption}</summary><table><tbody>${rows.join("")}</tbody></table></details>`;
}

/** The path's and the query's parameters as one schema. */
function asSchema(parameters: Described["parameters"]): JsonSchema {
  const named = parameters.filter(({ name, in: where }) => name && where === "query");
  return {
    type: "object",
    properties: Object.fromEntries(named.map(({ name, schema }) => [name, schema ?? {}])),
    required: named.filter(({ required }) => required).map(({ name }) => name),
  };
}

const neededBy = (endpoint: Endpoint) => {
  const { needs } = endpoint.operation;
  if (needs === "anyone") return "Open to anyone";
  return isPersonal(endpoint) ? "Signed-in people only" : `Scope <code>${needs}</code>`;
};

function section(endpoint: Endpoint, described: Described): string {
  const { name, method, template, takesKey, takesIfMatch, operation } = endpoint;
  const body = Object.values(described.requestBody?.content ?? {})[0]?.schema;
  const { schema, example } = Object.values(described.responses[operation.status]?.content ?? {})[0] ?? {};
  const notes = [
    neededBy(endpoint),
    ...(takesKey ? ['takes an <a href="#idempotency">Idempotency-Key</a>'] : []),
    ...(takesIfMatch ? ['takes an <a href="#versions">If-Match</a>'] : []),
  ];
  const answer =
    example === undefined
      ? `<p class="note">Answers <b>${operation.status}</b>${operation.status === 204 ? ", with nothing" : ""}.</p>`
      : `<details><summary>Answer ${operation.status}</summary><pre tabindex="0"><code>${escaped(JSON.stringify(example, null, 2))}</code></pre></details>`;
  return `<section id="${name}"><h3><a href="#${name}"><span>${groups[groupOf(name)].title}</span> ${wordingOf(name)}</a></h3>
<p class="call"><b class="${method.toLowerCase()}">${method}</b> <code>${template.replace("/api/v1", "").replace(/[/{]/g, "<wbr>$&")}</code></p>
<p>${worded(descriptions[name])}</p><p class="note">${notes.join(" · ")}</p>
${shell(curlOf(endpoint))}${answer}
${table("Query", asSchema(described.parameters))}${table("Body", body)}${table("Fields of the answer", schema)}</section>`;
}

const introduction = (url: string) => `<h1>Throughline API</h1>
<p>Everything that the pages do goes through this API, and so can you. Base path <code>/api/v1</code>, JSON in and out. For machines:
<a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
<h2 id="begin">Begin here</h2>
<p>Make a key under Settings, API keys, or with <code>npm run -s cli -- api-key:create</code>. Paste this once, with your key and your
workspace; then every example on this page works as it stands. Examples that write make their own records first.</p>
${shell(beginning(url))}
<details><summary>For the few operations that are for people and no key</summary>${shell(signingIn)}</details>
<h2 id="who">Who is asking</h2>
<p><code>Authorization: Bearer tl_…</code>: a key with <a href="#apiKey.create">scopes</a>, of one workspace. A key of another workspace, an
unknown id and another workspace's id all answer the same <code>404</code>. A browser's session counts from our own pages only.</p>
<h2 id="errors">Errors</h2>
<p>RFC 9457, <code>application/problem+json</code>: <code>type, title, status, detail, requestId</code>, and for bad input
<code>errors: [{ pointer, code, message }]</code> that name each field. Unknown fields are errors too, so that a typing mistake does not
pass in silence.</p>
<table class="narrow"><tbody>
<tr><th scope="row">400</th><td>malformed JSON, a wrong content type, a header that is none</td></tr>
<tr><th scope="row">401, 403</th><td>nobody, or somebody who may not</td></tr>
<tr><th scope="row">404</th><td>not here, or not yours</td></tr>
<tr><th scope="row">409</th><td>it has changed, or is being done already</td></tr>
<tr><th scope="row">412</th><td>another version is there now, and stands in the answer as <code>current</code></td></tr>
<tr><th scope="row">413</th><td>more than 10 MB; a batch more than 32 MB</td></tr>
<tr><th scope="row">422</th><td>a field does not fit</td></tr>
<tr><th scope="row">429, 503</th><td>too much, or not now: <code>Retry-After</code> says when to come again</td></tr>
</tbody></table>
<h2 id="lists">Lists</h2>
<p><code>limit</code> (50 unless told, at most 200) and <code>cursor</code>; the answer is <code>{ data, nextCursor }</code>. Every row that is
there throughout is seen exactly once. A parameter that takes several values is repeated: <code>tag=a&amp;tag=b</code>.</p>
<h2 id="idempotency">Send again without fear</h2>
<p>Every <code>POST</code> in a workspace takes an <code>Idempotency-Key</code> of 1 to 255 characters. The same key and body again gets the
first answer again, with <code>Idempotent-Replayed: true</code>, for 24 hours; another body 422; while the first still runs 409.</p>
<h2 id="versions">Change what you have seen</h2>
<p>Records have a <code>version</code>, also as <code>ETag</code>. With <code>If-Match: "3"</code> a change of an older version is answered
412, with what is there now. Without it, the fields that are sent win and the others stay.</p>
<h2 id="limits">Limits</h2>
<p><code>RateLimit</code> and <code>RateLimit-Policy</code> say what is left. <code>X-Request-Id</code> is taken from you or made, and stands in
the answer, in problems and in the server's log.</p>`;

/** The page. `url`: where its readers find this instance. */
export function referencePage(url: string): string {
  const { paths } = openApiDocument() as { paths: Record<string, Record<string, Described>> };
  const grouped = Map.groupBy(endpoints, ({ name }) => groupOf(name));
  const nav = [...grouped].map(([group, members]) => {
    const links = members.map(({ name }) => `<li><a href="#${name}">${wordingOf(name)}</a></li>`);
    return `<details><summary>${groups[group].title}</summary><ul>${links.join("")}</ul></details>`;
  });
  const body = [...grouped].map(([group, members]) => {
    const sections = members.map((endpoint) => {
      const described = paths[endpoint.template]?.[endpoint.method.toLowerCase()];
      return described ? section(endpoint, described) : "";
    });
    return `<h2 id="${group}">${groups[group].title}</h2><p>${groups[group].text}</p>${sections.join("")}`;
  });
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="description" content="Every operation of the Throughline API, with an example that works when pasted.">
<title>Throughline API</title><link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/api/v1/docs.css"></head><body>
<nav aria-label="Operations"><p><a href="/">Throughline</a></p><ul><li><a href="#begin">Begin here</a></li><li><a href="#errors">Errors</a></li>
<li><a href="#idempotency">Send again</a></li></ul>${nav.join("")}</nav><main>${introduction(url)}${body.join("")}</main></body></html>`;
}
