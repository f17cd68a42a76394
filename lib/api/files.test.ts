import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { within } from "#lib/core/operation.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { openApiDocument } from "./openapi.ts";
import { ask, startApi } from "./testing.ts";

let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api?.close());

it("M11 a file is answered as a download under its name, and never as a page", async () => {
  const made = await newTestWorkspace();
  const key = await made.key();
  const base = `/api/v1/workspaces/${made.workspace.slug}/imports`;
  const name = 'Umfrage "2024" – März.csv';
  const sent = await fetch(`${api.url}${base}?format=csv&name=${encodeURIComponent(name)}`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "text/csv" },
    body: "id,title\n1,<script>alert(1)</script>\n",
  });
  const { id } = (await sent.json()) as { id: string };
  await within(made.actors.editor, "write", ({ tx }) =>
    tx.execute(sql`
      insert into import_rejections (workspace_id, import_id, row, line, errors, raw, record)
      values (${made.workspace.id}, ${id}, 1, 2, '[{"pointer":"/title","code":"x","message":"is bad"}]', '',
        convert_to('1,<script>alert(1)</script>', 'UTF8'))`),
  );
  const { status, headers, text } = await ask(api.url, "GET", `${base}/${id}/rejected-file`, { key });
  expect([status, headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"]);
  expect(headers.get("content-disposition")).toBe(
    `attachment; filename="Umfrage _2024_ _ M_rz rejected.csv"; filename*=UTF-8''Umfrage%20%222024%22%20%E2%80%93%20M%C3%A4rz%20rejected.csv`,
  );
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(text).toContain("1,<script>alert(1)</script>,1,2,title: is bad\r\n");
  const { paths } = openApiDocument() as {
    paths: Record<string, Record<string, { responses: Record<string, { content: object }> }>>;
  };
  const described = paths["/api/v1/workspaces/{workspace}/imports/{id}/rejected-file"]?.get;
  expect(Object.keys(described?.responses["200"]?.content ?? {})).toEqual(["text/csv", "application/x-ndjson"]);
});
