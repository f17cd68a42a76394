import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import postgres from "postgres";
import { useDatabase } from "#db/client.ts";
import { startEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";
import { createImport } from "#lib/imports/commands.ts";
import { runImport } from "#lib/imports/jobs.ts";
import { ended, manyTickets, streamed } from "#lib/imports/testing.ts";
import { startJobs } from "#lib/jobs/queue.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";

/**
 * Rows a second of an import, against COPY of the very rows it wrote into the same tables, with the same indexes, triggers
 * and search text: at least half.
 */
const rows = Number(process.env.BENCH_ROWS ?? 20_000);
const atLeast = 0.5;

const dataDir = await mkdtemp(join(tmpdir(), "throughline-bench-"));
const embedded = await startEmbedded({ dataDir });
await migrate(embedded.migrationUrl);
const database = useDatabase(embedded.url, 8);
const jobs = await startJobs({ url: embedded.migrationUrl, jobs: [runImport] });
const admin = postgres(Object.assign(new URL(embedded.adminUrl), { pathname: "/throughline" }).toString(), { max: 1 });

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

async function importInto({ actors }: TestWorkspace, body: string) {
  const { body: run } = await createImport(
    actors.editor,
    { format: "throughline" },
    { body: streamed(body), contentType: "application/x-ndjson", idempotencyKey: undefined },
  );
  const { startedAt, finishedAt, counts } = await ended(actors.editor, run.id, 3_600_000);
  return { counts, perSecond: rows / ((Date.parse(finishedAt ?? "") - Date.parse(startedAt ?? "")) / 1_000) };
}

/** The rows of one workspace as COPY gives them, under another workspace's id. */
async function copyOut(from: string, to: string) {
  const copies: { table: string; columns: string; text: Buffer[] }[] = [];
  for (const table of tables) {
    const names = await admin`
      select attname as name from pg_attribute
      where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`;
    const columns = names.map(({ name }) => `"${name}"`).join(", ");
    const chosen = names.map(({ name }) => (name === "workspace_id" ? `'${to}'::uuid` : `"${name}"`)).join(", ");
    const text: Buffer[] = [];
    const statement = `copy (select ${chosen} from ${table} where workspace_id = '${from}') to stdout`;
    for await (const chunk of await admin.unsafe(statement).readable()) text.push(chunk as Buffer);
    copies.push({ table, columns, text });
  }
  return copies;
}

async function copyIn(copies: Awaited<ReturnType<typeof copyOut>>) {
  const began = performance.now();
  await admin.unsafe("begin");
  for (const { table, columns, text } of copies) {
    await pipeline(Readable.from(text), await admin.unsafe(`copy ${table} (${columns}) from stdin`).writable());
  }
  await admin.unsafe("commit");
  return rows / ((performance.now() - began) / 1_000);
}

const print = (line: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(line)}\n`);
const whole = (value: number) => Math.round(value);

const [first, second] = [await newTestWorkspace("Imported"), await newTestWorkspace("Copied")];
const body = `${manyTickets(rows).join("\n")}\n`;
const { counts, perSecond } = await importInto(first, body);
if (counts.created !== rows) throw new Error(`the import made ${counts.created} of ${rows}`);
const limit = await copyIn(await copyOut(first.workspace.id, second.workspace.id));
const ratio = perSecond / limit;
print({
  bench: "import",
  rows,
  perSecond: whole(perSecond),
  copyPerSecond: whole(limit),
  ratio,
  atLeast,
  ok: ratio >= atLeast,
});

const again = await importInto(first, body);
const faster = again.perSecond / perSecond;
print({
  bench: "import again",
  rows,
  perSecond: whole(again.perSecond),
  timesFirst: faster,
  atLeast: 1 / 0.6,
  ok: faster >= 1 / 0.6,
});

await jobs.stop();
await database.close();
await admin.end({ timeout: 5 });
await embedded.stop();
await rm(dataDir, { recursive: true, force: true });
process.exit(ratio >= atLeast && faster >= 1 / 0.6 ? 0 : 1);
