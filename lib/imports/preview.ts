import { type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "#db/client.ts";
import { conflict, notFound } from "#lib/core/errors.ts";
import { query, type Scope } from "#lib/core/operation.ts";
import { shapeTyped } from "./detect.ts";
import { type Inspected, inspectCsv, inspectJson, type Known, questionsOf } from "./inspect.ts";
import type { KeptMapping } from "./intake.ts";
import type { Sampled } from "./mapping/guess.ts";
import { type KeptWarnings, warningTexts } from "./mapping/warnings.ts";
import { itemOf, slicesOf } from "./reading.ts";
import { encodings, type ImportPreview, importId, importPreview } from "./schema.ts";
import { type Piece, type Shape, start } from "./split.ts";

/** A file that is there, with what is known of it. */
export type Waiting = {
  state: string;
  format: ImportPreview["format"];
  shape: Shape;
  source: string | null;
  dryRun: boolean;
  mapping: KeptMapping | null;
  mappedBy: ImportPreview["mappedBy"] | null;
  warnings: KeptWarnings;
  turn: number;
  /** Whether its pieces are still stored. */
  hasFile: boolean;
  version: number;
};

/** An import with its file's state. Throws not_found. */
export async function findWaiting(tx: Tx, workspaceId: string, id: string, locked: SQL = sql``): Promise<Waiting> {
  const [row] = await tx.execute<Omit<Waiting, "shape"> & { contentType: string }>(sql`
    select state, format, content_type as "contentType", source, dry_run as "dryRun", mapping, mapped_by as "mappedBy",
      warnings, coalesce((checkpoint->>'turn')::int, 0) as turn, version,
      exists (select from import_chunks c where c.workspace_id = i.workspace_id and c.import_id = i.id and c.n = 0)
        as "hasFile"
    from imports i where workspace_id = ${workspaceId} and id = ${id} ${locked}`);
  if (!row) throw notFound();
  const { contentType, ...rest } = row;
  return { ...rest, shape: shapeTyped(contentType) };
}

async function* storedPieces({ tx, actor }: Scope, id: string): AsyncGenerator<Piece> {
  for (let n = 0; ; n++) {
    const [piece] = await tx.execute<{ data: Buffer }>(sql`
      select data from import_chunks
      where workspace_id = ${actor.workspace.id} and import_id = ${id} and n = ${n}`);
    if (!piece) return;
    yield { n, data: piece.data };
  }
}

/** The columns of a stored file, read as somebody says. */
export async function inspectStored(scope: Scope, id: string, waiting: Waiting, known: Known): Promise<Inspected> {
  const pieces = storedPieces(scope, id);
  const { value: first } = await pieces.next();
  const { value: second } = await pieces.next();
  const head = { bytes: first?.data ?? Buffer.alloc(0), isWhole: !second };
  if (waiting.shape !== "csv") return inspectJson(head, waiting.shape, known);
  return inspectCsv(head, waiting.mapping?.encodings ?? [], known);
}

const shownRows = 20;
const shownSamples = 3;
const sampleLength = 200;

/** The columns with their mapping, what is to be decided, and the first rows as they would come out. */
export const previewImport = query({
  name: "import.preview",
  needs: "feedback:import",
  input: importId,
  output: importPreview,
  async run(scope, { id }) {
    const waiting = await findWaiting(scope.tx, scope.actor.workspace.id, id);
    if (!waiting.hasFile || waiting.state === "receiving") throw conflict("The file of this import is not there.");
    const { format, mapping, mappedBy, warnings } = waiting;
    const samples = mapping ? (await inspectStored(scope, id, waiting, mapping)).samples : [];
    return {
      id,
      format,
      mapping: mapping && {
        ...mapping,
        columns: mapping.columns.map(({ index, field }) => ({ index, field })),
      },
      mappedBy: mappedBy ?? "guess",
      encodings: [...new Set([...(mapping?.encodings ?? []), ...encodings])],
      columns: columnsOf(mapping, samples),
      questions: mapping ? questionsOf(mapping, samples) : [],
      warnings: Object.entries(warnings).map(([code, { message, rows }]) => ({ code, message, rows })),
      rows: await firstRows(scope, id, waiting),
    };
  },
});

const columnsOf = (mapping: KeptMapping | null, samples: Sampled[]) =>
  (mapping?.columns ?? []).map(({ index, name, field }) => ({
    index,
    name,
    samples: (samples[index]?.values ?? []).slice(0, shownSamples).map((value) => value.slice(0, sampleLength)),
    field,
  }));

async function firstRows(scope: Scope, id: string, { shape, mapping, source }: Waiting) {
  const reading = { shape, mapping, source };
  const rows: z.input<typeof importPreview>["rows"] = [];
  try {
    for await (const slice of slicesOf(reading, storedPieces(scope, id), start)) {
      const { row, line, record = null, problems = [], warnings = [] } = itemOf(reading, slice);
      const told = warnings.map((code) => ({ code, message: warningTexts[code] }));
      rows.push({ row, line, record, problems, warnings: told });
      if (rows.length >= shownRows) break;
    }
  } catch {
    // What the file breaks off with is for the import to tell.
  }
  return rows;
}
