import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { database, useDatabase } from "#db/client.ts";
import { freshDatabase } from "#db/testing.ts";
import type { Actor } from "#lib/core/actor.ts";
import { within } from "#lib/core/operation.ts";
import { type RunningJobs, startJobs } from "#lib/jobs/queue.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { createImport } from "./commands.ts";
import { runImport } from "./jobs.ts";
import { mapImport } from "./map.ts";
import { readInstant } from "./mapping/values.ts";
import { previewImport } from "./preview.ts";
import { listImportRows } from "./queries.ts";
import { hostileFiles } from "./testing/hostile.ts";
import { ended, streamed } from "./testing.ts";

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let jobs: RunningJobs;

beforeAll(async () => {
  fresh = await freshDatabase();
  useDatabase(fresh.url, 10);
  jobs = await startJobs({ url: fresh.url, jobs: [runImport] });
});
afterAll(async () => {
  await jobs.stop();
  await database().close();
  await fresh.drop();
  useDatabase(inject("databaseUrl"), 6);
});

const editor = async () => (await newTestWorkspace()).actors.editor;
const send = async (actor: Actor, body: Buffer, name: string) =>
  (
    await createImport(
      actor,
      { format: "auto", name },
      { body: streamed(body), contentType: "application/octet-stream", idempotencyKey: undefined },
    )
  ).body;
type Row = { id: string; title: string; body: string };
const stored = (actor: Actor) =>
  within(actor, "read", ({ tx }) =>
    tx.execute<Row & { fields: Record<string, string>; at: string }>(sql`
      select external_id as id, title, body, fields, occurred_at as at from feedback
      where workspace_id = ${actor.workspace.id} order by number`),
  );
/** What the file shows, imported as it was guessed. */
async function imported(bytes: Buffer, name: string) {
  const actor = await editor();
  const run = await send(actor, bytes, name);
  expect([name, run.state]).toEqual([name, "needs_mapping"]);
  const preview = await previewImport(actor, { id: run.id });
  await mapImport(actor, { id: run.id });
  const done = await ended(actor, run.id);
  const { data: rejected } = await listImportRows(actor, { id: run.id, result: "rejected" });
  return { preview, done, rejected, rows: await stored(actor) };
}
type Outcome = Awaited<ReturnType<typeof imported>>;

/** What a manifest can only say in words. */
const inWords: Record<string, (outcome: Outcome) => void> = {
  "13-ragged-short-and-long.csv": ({ rejected, rows }) => {
    expect(rejected.map(({ row, line, errors }) => [row, line, errors[0]?.code])).toEqual([
      [1, 2, "wrong_cell_count"],
      [3, 4, "wrong_cell_count"],
    ]);
    expect(rows.map(({ id }) => id)).toEqual(["2"]);
  },
  "17-nul-bytes.csv": ({ done, rows }) => {
    expect(rows).toMatchObject([{ id: "1", title: "nulin title", body: "body" }]);
    expect(done.warnings).toMatchObject([{ code: "characters_removed", rows: 1 }]);
  },
  "19-excel-mangled.csv": ({ rejected, rows, preview }) => {
    expect(rejected).toMatchObject([{ row: 1, line: 2, errors: [{ pointer: "/externalId", code: "mangled_id" }] }]);
    expect(readInstant("45292", null)).toMatchObject({ at: "2024-01-01T00:00:00.000Z" });
    expect(rows).toMatchObject([{ id: "1401166", title: "1/2/2023", fields: { phone: "0012", code: "00012" } }]);
    expect(new Date(rows[0]?.at ?? "").toISOString()).toMatch(/^2023-01-02T07:59/);
    expect(preview.questions).toEqual([]);
  },
  "21-header-only.csv": ({ done, preview }) => {
    expect(preview.warnings).toMatchObject([{ code: "no_rows", message: expect.stringContaining("no rows") }]);
    expect(done).toMatchObject({ state: "done", counts: { received: 0 }, warnings: [{ code: "no_rows" }] });
  },
  "25-mojibake-double-encoded.csv": ({ rows, done, rejected }) => {
    expect(rejected).toEqual([]);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ title, body }) => title + body).join()).toMatch(/Ã/);
    expect(done.warnings).toMatchObject([{ code: "double_encoded" }]);
  },
  "27-html-and-script.csv": ({ rows }) => {
    expect(rows.map(({ title }) => title)).toEqual([
      "<script>alert(1)</script>",
      "a &amp; b",
      `{{7*7}} \${7*7} <%= 7*7 %>`,
    ]);
    expect(rows[0]?.body).toBe("Hello **world**");
    // Without a block of HTML it is Markdown, kept as it is and shown as text.
    expect(rows[1]?.body).toBe('<a href="javascript:alert(1)">x</a><style>*{display:none}</style>text');
    expect(rows[2]?.body).toBe("%s%s%n ../../etc/passwd");
  },
};
const encodings: Record<string, string> = { "iso-8859-9": "windows-1254", "windows-1252": "windows-1252" };

describe("a hostile file", () => {
  for (const { file, bytes, expect_rows: expected, encoding } of hostileFiles()) {
    it(`M10 ${file} does what its manifest says`, async () => {
      if (file.startsWith("29-")) {
        const refused = { fields: [{ code: "too_many_columns", message: expect.stringContaining("500") }] };
        await expect(send(await editor(), bytes(), file)).rejects.toMatchObject(refused);
        return;
      }
      const outcome = await imported(bytes(), file);
      if (encoding) expect(outcome.preview.mapping?.encoding).toBe(encodings[encoding]);
      if (expected) {
        expect(outcome.rejected).toEqual([]);
        // What is told of a body may be its beginning.
        const told = outcome.rows.map(({ id, title, body }, at) => ({
          id,
          title,
          body: body.slice(0, expected[at]?.body.length),
        }));
        expect(told).toEqual(expected);
      } else {
        const inOwnWords = inWords[file];
        if (!inOwnWords) throw new Error(`Nothing says what ${file} must do.`);
        inOwnWords(outcome);
      }
    });
  }

  it("M10 asks where a column of dates could be read in two ways", async () => {
    const actor = await editor();
    const text = "id,title,created\n1401166,1/2/2023,44928.3327\n";
    const run = await send(actor, Buffer.from(text), "dates.csv");
    await mapImport(actor, {
      id: run.id,
      draft: true,
      columns: [
        { index: 1, field: "occurredAt" },
        { index: 2, field: "title" },
      ],
    });
    expect((await previewImport(actor, { id: run.id })).questions).toMatchObject([{ code: "date_order", column: 1 }]);
  });

  it("M10 may have a cell of a million characters", async () => {
    const long = `${"long ".repeat(200_000)}end`;
    const { rows, done } = await imported(Buffer.from(`id,title,body\n1,Long,"${long}"\n2,Short,b\n`), "long.csv");
    expect(rows.map(({ id, body }) => [id, body.length])).toEqual([
      ["1", 400_000],
      ["2", 1],
    ]);
    expect(done.warnings).toMatchObject([{ code: "body_cut", rows: 1 }]);
  });
});
