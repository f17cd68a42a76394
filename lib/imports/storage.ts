import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Actor } from "#lib/core/actor.ts";
import { AppError, conflict } from "#lib/core/errors.ts";
import { newId } from "#lib/core/id.ts";
import { log, loggable } from "#lib/core/log.ts";
import { within } from "#lib/core/operation.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { dropChunks } from "./chunks.ts";
import { type Claim, prolong, settle } from "./claim.ts";
import { shapeTypes } from "./detect.ts";
import type { Decided } from "./intake.ts";
import { runImport } from "./jobs.ts";
import { fileWarnings } from "./mapping/warnings.ts";
import { findImport } from "./representation.ts";
import type { createImportInput, ImportRun } from "./schema.ts";

/** A file that nobody mapped is removed after this long. */
const waitsFor = sql`interval '7 days'`;

/** Somebody cancelled the import while it was coming in. */
const cancelledMeanwhile = () => conflict("This import was cancelled.");

/** Makes the import that an upload is stored under. Gives its id. */
export async function begin(actor: Actor, input: z.output<typeof createImportInput>, type: string): Promise<string> {
  const id = newId();
  await within(actor, "write", ({ tx }) =>
    tx.execute(sql`
      insert into imports (workspace_id, id, format, content_type, name, source, dry_run, created_by, created_by_kind)
      values (${actor.workspace.id}, ${id}, ${input.format}, ${type}, ${input.name ?? null}, ${input.source ?? null},
        ${input.dryRun ?? false}, ${actor.kind === "system" ? null : actor.id}, ${actor.kind})`),
  );
  return id;
}

type Stored = { n: number; data: Buffer; claimed: Claim | null };

/** Stores one piece in a transaction of its own. The same piece twice is one, so a busy database is tried again. */
export async function storePiece(actor: Actor, id: string, { n, data, claimed }: Stored): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await within(actor, "write", async ({ tx }) => {
        const [open] = await tx.execute(sql`
          select 1 from imports where workspace_id = ${actor.workspace.id} and id = ${id} and state = 'receiving'
          for share`);
        if (!open) throw cancelledMeanwhile();
        // The driver would write bytes in hexadecimal: half as much again in memory and on the way.
        await tx.execute(sql`
          insert into import_chunks (workspace_id, import_id, n, data)
          values (${actor.workspace.id}, ${id}, ${n}, decode(${data.toString("base64")}, 'base64'))
          on conflict do nothing`);
        if (claimed) await prolong(tx, actor, claimed);
      });
    } catch (error) {
      if (attempt === 4 || !(error instanceof AppError && error.code === "unavailable")) throw error;
      await pause(attempt * 500);
    }
  }
}

type Whole = { decided: Decided; bytes: number; sha256: string; fingerprint: string; claimed: Claim | null };

/**
 * The body is whole: from here on it is the job's, or waits for somebody to say how its columns are meant. All in one
 * transaction with the answer that a replay gives.
 */
export function finish(actor: Actor, id: string, whole: Whole): Promise<ImportRun> {
  const { decided, bytes, sha256, fingerprint, claimed } = whole;
  const { shape, format, mapping } = decided;
  const workspaceId = actor.workspace.id;
  const isReady = mapping === null || decided.isCertain;
  return within(actor, "write", async (scope) => {
    const { tx, record } = scope;
    const { count } = await tx.execute(sql`
      update imports set state = ${isReady ? "queued" : "needs_mapping"}, format = ${format},
        content_type = ${shapeTypes[shape]}, bytes = ${bytes}, sha256 = ${sha256}, updated_at = now(),
        version = version + 1, file_kept_until = ${isReady ? sql`null` : sql`now() + ${waitsFor}`},
        mapping = ${mapping && JSON.stringify(mapping)}::jsonb, mapped_by = ${mapping && decided.mappedBy},
        source = coalesce(source, ${mapping?.source ?? null}),
        warnings = ${JSON.stringify(mapping ? fileWarnings(decided.warnings) : {})}::jsonb
      where workspace_id = ${workspaceId} and id = ${id} and state = 'receiving'`);
    if (count === 0) throw cancelledMeanwhile();
    if (isReady) await enqueue(scope, runImport, { importId: id, turn: 0 });
    const run = await findImport(tx, workspaceId, id);
    const { source, dryRun } = run;
    record({ action: "import.created", subject: { type: "import", id }, after: { format, source, dryRun, bytes } });
    if (claimed) await settle(tx, actor, claimed, { fingerprint, response: JSON.stringify(run) });
    return run;
  });
}

/** Takes back what an upload that came to nothing has stored. One that was cancelled stays, as its history says. */
export async function discard(actor: Actor, id: string): Promise<void> {
  try {
    await dropChunks(actor, id);
    await within(actor, "write", ({ tx }) =>
      tx.execute(sql`
        delete from imports where workspace_id = ${actor.workspace.id} and id = ${id} and state = 'receiving'`),
    );
  } catch (error) {
    // The sweep removes it later.
    log.warn({ importId: id, requestId: actor.requestId, error: loggable(error) }, "could not discard an upload");
  }
}
