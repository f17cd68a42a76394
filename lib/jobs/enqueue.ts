import { sql } from "drizzle-orm";
import { z } from "zod";
import { id } from "#lib/core/fields.ts";
import type { Scope } from "#lib/core/operation.ts";
import { ring } from "./doorbell.ts";
import type { Errand, Job } from "./job.ts";

/** What stands in the queue: whose job it is, the request that caused it, and the job's own ids. */
export const envelope = z.strictObject({
  workspaceId: id,
  requestId: z.string().max(64),
  input: z.record(z.string(), z.unknown()),
});

export type Envelope = z.output<typeof envelope>;

type Committing = Pick<Scope, "tx" | "afterCommit">;

/** The same of an errand, which may come from no workspace. */
export const errandEnvelope = envelope.extend({ workspaceId: id.nullable() });

/**
 * Leaves a job to be done once the caller's transaction has committed, and not at all if it does not. Gives the job's id.
 */
export async function enqueue<I extends z.ZodObject>(scope: Scope, job: Job<I>, input: z.input<I>): Promise<string> {
  const data: Envelope = {
    workspaceId: scope.actor.workspace.id,
    requestId: scope.actor.requestId,
    input: job.input.parse(input),
  };
  return put(scope, job.name, data);
}

/**
 * The same for an errand. `workspaceId` is that of the transaction, null where it is bound to none. `afterSeconds`: it is
 * not begun before.
 */
export const enqueueErrand = <I extends z.ZodObject>(
  scope: Committing,
  errand: Errand<I>,
  input: z.input<I>,
  by: { workspaceId: string | null; requestId: string },
  { afterSeconds = 0 }: { afterSeconds?: number } = {},
): Promise<string> => put(scope, errand.name, { ...by, input: errand.input.parse(input) }, afterSeconds);

async function put(
  { tx, afterCommit }: Committing,
  queue: string,
  data: z.output<typeof errandEnvelope>,
  afterSeconds = 0,
) {
  const options = { startAfter: String(afterSeconds) };
  const [row] = await tx.execute<{ id: string }>(
    sql`select enqueue_job(${queue}, ${JSON.stringify(data)}::jsonb, ${JSON.stringify(options)}::jsonb) as id`,
  );
  if (!row) throw new Error(`the queue did not take ${queue}`);
  if (afterSeconds === 0) afterCommit(() => ring(queue));
  return row.id;
}
