import { sql } from "drizzle-orm";
import { z } from "zod";
import { id } from "#lib/core/fields.ts";
import { type Scope, within } from "#lib/core/operation.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { job } from "#lib/jobs/job.ts";
import { dropChunks, piecesFrom } from "./chunks.ts";
import { type Opened, open } from "./open.ts";
import { ahead, type Batch, batched } from "./read.ts";
import { itemOf, slicesOf } from "./reading.ts";
import { findImport } from "./representation.ts";
import { start } from "./split.ts";
import { type Next, writeBatch } from "./write.ts";

/**
 * After this long an import makes way for others and goes on as another job. The first turn is short: most imports end in it,
 * and what goes on for longer is heavy.
 */
const turnMs = { first: 1_500, further: 8_000 };
/** A dry run is not cut into turns; one of more bytes is heavy from its beginning. */
const lightBytes = 512 * 1024;
/** The file of a dry run is kept this long, to be run for real. */
const triedFor = sql`interval '24 hours'`;

/** Works an import off, batch by batch. */
export const runImport = job({
  name: "import.run",
  needs: ["feedback:import", "feedback:write", "customers:write"],
  input: z.strictObject({ importId: id, turn: z.int().min(0), isLong: z.boolean().default(false) }),
  isHeavy: ({ isLong }) => isLong,
  async run({ actor, input, signal, log }) {
    const opened = await open(actor, input.importId, input.turn);
    if (!opened) return;
    if (!input.isLong && opened.dryRun && opened.bytes > lightBytes) {
      await writeBatch(opened, [], turning(opened));
      return;
    }
    const until = performance.now() + (input.isLong ? turnMs.further : turnMs.first);
    // A dry run has to meet every record again after a crash, to know which ones repeat; it is one turn.
    const from = opened.dryRun ? start : opened.place;
    const slices = slicesOf(opened.reading, piecesFrom(actor, opened.id, from), from);
    for await (const batch of ahead(batched(slices, (slice) => itemOf(opened.reading, slice)))) {
      if (signal.aborted) throw signal.reason;
      const items = opened.met ? newTo(opened, batch) : batch.items;
      const isTurn = !opened.dryRun && performance.now() > until;
      const next = batch.last ? ending(opened, batch.broken) : isTurn ? turning(opened) : ({ step: "batch" } as const);
      if (items.length === 0 && next.step === "batch") continue;
      const isOurs = await writeBatch(opened, items, next);
      if (!isOurs || next.step === "turn") return;
    }
    // What was only tried can be run without sending it again.
    if (!opened.dryRun) await dropChunks(actor, opened.id);
    log.info({ importId: opened.id }, "import ended");
  },
  async givenUp({ actor, input }) {
    await within(actor, "write", async (scope) => {
      const [row] = await scope.tx.execute(sql`
        select 1 from imports
        where workspace_id = ${actor.workspace.id} and id = ${input.importId} and state in ('queued', 'running')
        for update`);
      if (row)
        await end(scope, input.importId, { dryRun: false, broken: "An unexpected error; what was done so far stays." });
    });
  },
});

const turning = ({ id: importId, turn }: Opened): Next => ({
  step: "turn",
  work: async (scope) => void (await enqueue(scope, runImport, { importId, turn: turn + 1, isLong: true })),
});
const ending = ({ id: importId, dryRun }: Opened, broken: string | null): Next => ({
  step: "end",
  work: (scope) => end(scope, importId, { dryRun, broken }),
});

/** Records of a batch that a dry run has not counted yet. All of them are noted as met. */
function newTo({ met, place }: Opened, { items }: Batch) {
  for (const { record } of items) if (record) met?.note(record);
  return items.filter(({ row }) => row > place.row);
}

type End = { dryRun: boolean; broken: string | null };

async function end({ tx, actor, record }: Scope, importId: string, { dryRun, broken }: End): Promise<void> {
  const state = broken === null ? "done" : "failed";
  await tx.execute(sql`
    update imports set state = ${state}, error = ${broken}, finished_at = now(), updated_at = now(), version = version + 1,
      worked = case when ${broken === null} then bytes else worked end,
      file_kept_until = case when ${dryRun && broken === null} then now() + ${triedFor} end
    where workspace_id = ${actor.workspace.id} and id = ${importId}`);
  const { counts } = await findImport(tx, actor.workspace.id, importId);
  const action = broken === null ? "import.finished" : "import.failed";
  record({ action, subject: { type: "import", id: importId }, after: counts, reason: broken });
}
