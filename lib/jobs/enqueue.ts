import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/client.ts";
import { id } from "#lib/core/fields.ts";
import type { Scope } from "#lib/core/operation.ts";
import type { Errand, Job } from "./job.ts";

/** What stands in the queue: whose job it is, the request that caused it, and the job's own ids. */
export const envelope = z.strictObject({
  workspaceId: id,
  requestId: z.string().max(64),
  input: z.record(z.string(), z.unknown()),
});

export type Envelope = z.output<typeof envelope>;

/** The same of an errand, which may come from no workspace. */
export const errandEnvelope = envelope.extend({ workspaceId: id.nullable() });

/**
 * Leaves a job to be done once the caller's transaction has committed, and not at all if it does not. Gives the job's id.
 */
export async function enqueue<I extends z.ZodObject>(
  { tx, actor }: Scope,
  job: Job<I>,
  input: z.input<I>,
): Promise<string> {
  const data: Envelope = {
    workspaceId: actor.workspace.id,
    requestId: actor.requestId,
    input: job.input.parse(input),
  };
  return put(tx, job.name, data);
}

/** The same for an errand. `workspaceId` is that of the transaction, null where it is bound to none. */
export const enqueueErrand = <I extends z.ZodObject>(
  tx: Tx,
  errand: Errand<I>,
  input: z.input<I>,
  by: { workspaceId: string | null; requestId: string },
): Promise<string> => put(tx, errand.name, { ...by, input: errand.input.parse(input) });

async function put(tx: Tx, queue: string, data: z.output<typeof errandEnvelope>): Promise<string> {
  const [row] = await tx.execute<{ id: string }>(
    sql`select enqueue_job(${queue}, ${JSON.stringify(data)}::jsonb) as id`,
  );
  if (!row) throw new Error(`the queue did not take ${queue}`);
  return row.id;
}
