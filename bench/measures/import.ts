import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createImport } from "#lib/imports/commands.ts";
import { ended } from "#lib/imports/testing.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { report } from "../report.ts";
import type { Stage } from "../stage.ts";
import { variedBody } from "../tickets.ts";

/** What an import writes to, parents first. */
const tables = [
  "companies",
  "company_domains",
  "company_external_ids",
  "contacts",
  "contact_external_ids",
  "feedback",
  "events",
  "event_values",
];

/** More rows than this are brought in once, for the other measurements to read: COPY would hold them all in memory. */
const most = 100_000;

/**
 * Rows a second of an import, against COPY of the very rows it wrote into the same tables, with the same indexes, triggers
 * and search text: at least half. What it brought in is what the other measurements read.
 */
export async function measureImport(stage: Stage): Promise<void> {
  const { rows } = stage;
  const { counts, perSecond } = await importInto(stage);
  if (counts.created !== rows) throw new Error(`the import made ${counts.created} of ${rows}`);
  if (rows > most) return report("import", { rows, perSecond });
  const other = await newTestWorkspace("Copied");
  const copyPerSecond = await copyIn(stage, other.workspace.id, await copyOut(stage, other.workspace.id));
  report("import", { rows, perSecond, copyPerSecond, ratio: perSecond / copyPerSecond }, { ratio: { atLeast: 0.5 } });
  const again = await importInto(stage);
  report(
    "import again",
    { rows, perSecond: again.perSecond, timesFirst: again.perSecond / perSecond },
    { timesFirst: { atLeast: 1 / 0.6 } },
  );
}

async function importInto({ rows, workspace: { actors } }: { rows: number; workspace: TestWorkspace }) {
  const { body: run } = await createImport(
    actors.editor,
    { format: "throughline" },
    { body: variedBody(rows), contentType: "application/x-ndjson", idempotencyKey: undefined },
  );
  const { startedAt, finishedAt, counts } = await ended(actors.editor, run.id, 3_600_000);
  return { counts, perSecond: rows / ((Date.parse(finishedAt ?? "") - Date.parse(startedAt ?? "")) / 1_000) };
}

type Copy = { table: string; columns: string; text: Buffer[] };

/** The rows of the workspace as COPY gives them, under another workspace's id. */
async function copyOut({ admin, workspace }: Stage, to: string): Promise<Copy[]> {
  const copies: Copy[] = [];
  for (const table of tables) {
    const names = await admin`
      select attname as name from pg_attribute
      where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`;
    const columns = names.map(({ name }) => `"${name}"`).join(", ");
    const chosen = names.map(({ name }) => (name === "workspace_id" ? `'${to}'::uuid` : `"${name}"`)).join(", ");
    const text: Buffer[] = [];
    const statement = `copy (select ${chosen} from ${table} where workspace_id = '${workspace.workspace.id}') to stdout`;
    for await (const chunk of await admin.unsafe(statement).readable()) text.push(chunk as Buffer);
    copies.push({ table, columns, text });
  }
  return copies;
}

async function copyIn({ admin, rows }: Stage, to: string, copies: Copy[]): Promise<number> {
  const began = performance.now();
  await admin.unsafe("begin");
  // Triggers write what is kept beside these rows, under row security.
  await admin`select set_config('app.workspace_id', ${to}, true)`;
  for (const { table, columns, text } of copies) {
    await pipeline(Readable.from(text), await admin.unsafe(`copy ${table} (${columns}) from stdin`).writable());
  }
  await admin.unsafe("commit");
  return rows / ((performance.now() - began) / 1_000);
}
