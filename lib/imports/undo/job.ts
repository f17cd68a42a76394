import { sql } from "drizzle-orm";
import { z } from "zod";
import { byWholeKey } from "#db/plans.ts";
import { id } from "#lib/core/fields.ts";
import { type Scope, within } from "#lib/core/operation.ts";
import { takeTurn } from "#lib/customers/policy.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { job } from "#lib/jobs/job.ts";
import { findImport } from "../representation.ts";
import { unwindCompanies, unwindContacts } from "./customers.ts";
import { unwindFeedback } from "./feedback.ts";
import type { Kept, Undone, Written } from "./unwound.ts";

/** After this long undoing makes way for others and goes on as another job. */
const turnMs = 8_000;
const atOnce = 250;
const deadlineMs = 30_000;
const stopped = "Undoing stopped at an unexpected error; what was undone stays so, and the rest can be undone again.";

/** In this order: feedback holds its contact and its company, a contact its company. */
const unwinders = { feedback: unwindFeedback, contact: unwindContacts, company: unwindCompanies };

/**
 * Undoes what an import wrote, batch by batch. What is noted of a batch is taken away in the batch's transaction, so a job
 * that was killed goes on with the next one, and nothing is undone twice.
 */
export const unwindImport = job({
  name: "import.unwind",
  needs: ["feedback:import", "feedback:write", "customers:write"],
  input: z.strictObject({ importId: id }),
  isSeldom: true,
  async run({ actor, input: { importId }, signal, log }) {
    const until = performance.now() + turnMs;
    for (let step: Step = "batch"; step === "batch"; ) {
      if (signal.aborted) throw signal.reason;
      const isTurn = performance.now() > until;
      step = await within(actor, "write", (scope) => unwindBatch(scope, importId, isTurn), { deadlineMs });
    }
    log.info({ importId }, "undoing an import");
  },
  async givenUp({ actor, input: { importId } }) {
    await within(actor, "write", async ({ tx, record }) => {
      const { count } = await tx.execute(sql`
        update imports set state = 'failed', error = ${stopped}, updated_at = now(), version = version + 1
        where workspace_id = ${actor.workspace.id} and id = ${importId} and state = 'undoing'`);
      if (count > 0) record({ action: "import.failed", subject: { type: "import", id: importId }, reason: stopped });
    });
  },
});

type Step = "batch" | "turn" | "end";

async function unwindBatch(scope: Scope, importId: string, isTurn: boolean): Promise<Step> {
  const { tx, actor, record } = scope;
  const own = sql`workspace_id = ${actor.workspace.id} and id = ${importId}`;
  const [, [open]] = await Promise.all([
    tx.execute(sql`select ${byWholeKey}`),
    tx.execute(sql`select 1 from imports where ${own} and state = 'undoing' for update`),
  ]);
  if (!open) return "end";
  if (isTurn) {
    await enqueue(scope, unwindImport, { importId });
    return "turn";
  }
  const writes = await nextWrites(scope, importId);
  const [first] = writes;
  if (first) {
    if (first.type !== "feedback") await takeTurn(tx, actor.workspace.id);
    await settle(scope, importId, writes, await unwinders[first.type](scope, writes));
    return "batch";
  }
  await tx.execute(sql`update imports set state = 'undone', updated_at = now(), version = version + 1 where ${own}`);
  const { undo } = await findImport(tx, actor.workspace.id, importId);
  record({ action: "import.undone", subject: { type: "import", id: importId }, after: { ...undo } });
  return "end";
}

/** The next ones of one kind. */
async function nextWrites({ tx, actor }: Scope, importId: string): Promise<Written[]> {
  const of = (type: string) => sql`
    (select type, id, version, before from import_writes
     where workspace_id = ${actor.workspace.id} and import_id = ${importId} and type = ${type}
     order by id limit ${atOnce})`;
  for (const type of Object.keys(unwinders)) {
    const rows = await tx.execute<Written>(of(type));
    if (rows.length > 0) return rows;
  }
  return [];
}

async function settle({ tx, actor }: Scope, importId: string, writes: Written[], undone: Undone): Promise<void> {
  const own = sql`workspace_id = ${actor.workspace.id} and import_id = ${importId}`;
  const [{ type = "feedback" } = {}] = writes;
  const { deleted, restored, kept } = undone;
  await tx.execute(sql`
    insert into import_kept (workspace_id, import_id, type, id, reason)
    select ${actor.workspace.id}::uuid, ${importId}::uuid, ${type}, k.id, k.reason
    from jsonb_to_recordset(${JSON.stringify(kept satisfies Kept[])}::jsonb) as k(id uuid, reason text)
    on conflict do nothing`);
  await tx.execute(sql`
    delete from import_writes where ${own} and type = ${type}
      and id in (select jsonb_array_elements_text(${JSON.stringify(writes.map((write) => write.id))}::jsonb)::uuid)`);
  await tx.execute(sql`
    update imports set deleted = deleted + ${deleted.length}, restored = restored + ${restored.length},
      kept = kept + ${kept.length}, updated_at = now(), version = version + 1
    where workspace_id = ${actor.workspace.id} and id = ${importId}`);
}
