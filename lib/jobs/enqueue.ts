import { sql } from "drizzle-orm";
import { z } from "zod";
import { id } from "#lib/core/fields.ts";
import type { Scope } from "#lib/core/operation.ts";
import type { Job } from "./job.ts";

/** What stands in the queue: whose job it is, the request that caused it, and the job's own ids. */
export const envelope = z.strictObject({
  workspaceId: id,
  requestId: z.string().max(64),
  input: z.record(z.string(), z.unknown()),
});

export type Envelope = z.output<typeof envelope>;

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
  const [row] = await tx.execute<{ id: string }>(
    sql`select enqueue_job(${job.name}, ${JSON.stringify(data)}::jsonb) as id`,
  );
  if (!row) throw new Error(`the queue did not take ${job.name}`);
  return row.id;
}
