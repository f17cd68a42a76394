import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Instance } from "#e2e/instance.ts";
import { createImport } from "#lib/imports/commands.ts";
import { ended } from "#lib/imports/testing.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { Client, figuresOf, requestOf } from "../load.ts";
import { report } from "../report.ts";
import type { Stage } from "../stage.ts";
import { variedBody } from "../tickets.ts";
import { anotherIdea } from "../writing.ts";

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
 * Rows a second of an import by a server that also answers others, against COPY of the very rows it wrote into the same
 * tables, with the same indexes, triggers and search text: at least half. The server keeps to 512 MB meanwhile, and others
 * wait at most twice as long. What it brought in is what the other measurements read.
 */
export async function measureImport(stage: Stage, { port, pid }: Instance): Promise<void> {
  const { rows } = stage;
  const run = await sent(stage);
  const watched = watch(stage, port, pid());
  const { counts, perSecond } = await imported(stage, run);
  const { serverMb, busy } = await watched.end();
  if (counts.created !== rows) throw new Error(`the import made ${counts.created} of ${rows}`);
  await stage.admin`vacuum analyze`;
  const idle = await askedAfterWrites(stage, port, busy.requests);
  const beside = { serverMb, idleP95: idle.p95, busyP95: busy.p95, timesIdle: busy.p95 / idle.p95 };
  const limits = { serverMb: { atMost: 512 }, timesIdle: { atMost: 2 } };
  if (rows > most) return report("import", { rows, perSecond, ...beside }, limits);
  const other = await newTestWorkspace("Copied");
  const copyPerSecond = await copyIn(stage, other.workspace.id, await copyOut(stage, other.workspace.id));
  report(
    "import",
    { rows, perSecond, copyPerSecond, ratio: perSecond / copyPerSecond, ...beside },
    { ratio: { atLeast: 0.5 }, ...limits },
  );
  const again = await imported(stage, await sent(stage));
  report(
    "import again",
    { rows, perSecond: again.perSecond, timesFirst: again.perSecond / perSecond },
    { timesFirst: { atLeast: 1 / 0.6 } },
  );
}

/** Milliseconds between two of others' questions: a machine that is asked more often answers faster. */
const pace = 250;
/** What others ask for meanwhile, in turn. */
const others = ["feedback?limit=20", "ideas?limit=20", "roadmap", "companies?limit=20"];
const nth = ({ path, key }: Stage, n: number) => requestOf("GET", `${path}/${others[n % others.length]}`, key);

/** Asks four times a second until told to end, and looks how much memory the server holds. */
function watch(stage: Stage, port: number, pid: number) {
  const client = new Client(port);
  const times: number[] = [];
  let over = false;
  let most = 0;
  const watching = (async () => {
    for (let n = 0; !over; n++) {
      const status = await readFile(`/proc/${pid}/status`, "utf8");
      most = Math.max(most, Number(/VmRSS:\s*(\d+)/.exec(status)?.[1] ?? 0) / 1_024);
      const began = performance.now();
      await client.ask(nth(stage, n));
      times.push(performance.now() - began);
      await sleep(pace);
    }
  })();
  const end = async () => {
    over = true;
    await watching;
    client.close();
    return { serverMb: Math.round(most), busy: figuresOf(times, 1) };
  };
  return { end };
}

/** The same questions of a server with nothing else to do; something is written before each, so none is kept. */
async function askedAfterWrites(stage: Stage, port: number, count: number) {
  const client = new Client(port);
  const times: number[] = [];
  for (let n = 0; n < Math.min(count, 240); n++) {
    await client.ask(anotherIdea(stage));
    const began = performance.now();
    await client.ask(nth(stage, n));
    times.push(performance.now() - began);
    await sleep(pace);
  }
  client.close();
  return figuresOf(times, 1);
}

/** An import that waits for the server's workers. */
async function sent({ rows, workspace: { actors } }: Stage): Promise<string> {
  const { body } = await createImport(
    actors.editor,
    { format: "throughline" },
    { body: variedBody(rows), contentType: "application/x-ndjson", idempotencyKey: undefined },
  );
  return body.id;
}

async function imported({ rows, workspace: { actors } }: Stage, id: string) {
  const { startedAt, finishedAt, counts } = await ended(actors.editor, id, 7_200_000);
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
