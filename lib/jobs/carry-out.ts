import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { database } from "#db/client.ts";
import { AppError, type ErrorCode, notFound } from "#lib/core/errors.ts";
import { newId } from "#lib/core/id.ts";
import { log, loggable } from "#lib/core/log.ts";
import { within } from "#lib/core/operation.ts";
import { type Envelope, envelope, errandEnvelope } from "./enqueue.ts";
import type { Errand, Job, Recurring } from "./job.ts";
import { systemActor } from "./system-actor.ts";

/** What the queue is told about a job. `failed` puts it back to be tried again. */
export type Outcome = { id: string; status: "completed" | "failed" | "deadletter"; output?: { message: string } };

/** Trying again cannot help: the job asks for what is not there or not allowed. */
const hopeless: ReadonlySet<ErrorCode> = new Set(["not_found", "forbidden", "invalid", "conflict", "bad_request"]);
const tries = { errors: 3, pauseMs: 1_000, awayMs: 30_000 };

class Hopeless extends Error {}

/** Whether a job computes for long. */
export function isHeavy(job: Job, data: unknown): boolean {
  if (!job.isHeavy) return false;
  const input = job.input.safeParse(envelope.safeParse(data).data?.input);
  return input.success && job.isHeavy(input.data);
}

/**
 * Runs a job and says what became of it. An error that nobody foresaw is tried three times, the database being away is
 * waited out, and a job that can never succeed goes to the dead letters with an entry in its workspace's history.
 */
export async function carryOut(job: Job, taken: { id: string; data: unknown }, signal: AbortSignal): Promise<Outcome> {
  const { id } = taken;
  const address = envelope.safeParse(taken.data);
  if (!address.success) return giveUp(job, id, null, "the payload is not one of this queue");
  const { workspaceId, requestId, input } = address.data;
  const lines = log.child({ job: job.name, jobId: id, workspaceId, requestId });
  const run = async () => {
    const actor = await systemActor(workspaceId, { ...job, requestId });
    if (!actor) throw notFound();
    const parsed = job.input.safeParse(input);
    if (!parsed.success) throw new Hopeless("the payload does not fit");
    const started = performance.now();
    await job.run({ actor, input: parsed.data, log: lines, signal });
    lines.info({ ms: Math.round(performance.now() - started) }, "job done");
  };
  const failure = await attempted(run, signal, (error) => lines.warn({ error: loggable(error) }, "job failed"));
  if (failure === null) return { id, status: "completed" };
  if (failure.tryAgain) return { id, status: "failed", output: { message: failure.message } };
  return giveUp(job, id, address.data, failure.message);
}

/** A job that has taken its process or thread with it, again and again. */
export const giveUpLost = (job: Job, { id, data }: { id: string; data: unknown }, reason: string): Promise<Outcome> =>
  giveUp(job, id, envelope.safeParse(data).data ?? null, reason);

/** Runs an errand. What it does not say to be done is put back, for later each time. */
export async function goOn(
  errand: Errand,
  taken: { id: string; data: unknown },
  signal: AbortSignal,
): Promise<Outcome> {
  const { id } = taken;
  const address = errandEnvelope.safeParse(taken.data);
  const input = errand.input.safeParse(address.data?.input);
  if (!address.success || !input.success) {
    log.error({ job: errand.name, jobId: id }, "the payload is not one of this queue");
    return { id, status: "deadletter", output: { message: "the payload is not one of this queue" } };
  }
  const lines = log.child({ job: errand.name, jobId: id, requestId: address.data.requestId });
  try {
    const outcome = signal.aborted ? "again" : await errand.run({ input: input.data, log: lines, signal });
    return outcome === "done" ? { id, status: "completed" } : { id, status: "failed", output: { message: "again" } };
  } catch (error) {
    lines.warn({ error: loggable(error) }, "errand failed");
    return { id, status: "failed", output: { message: error instanceof Error ? error.name : "unknown" } };
  }
}

/** Runs a recurring job in every workspace. One workspace's trouble is not the next one's. */
export async function tick(job: Recurring, id: string, signal: AbortSignal): Promise<Outcome> {
  const requestId = newId();
  const lines = log.child({ job: job.name, jobId: id, requestId });
  let failed = 0;
  for (const workspaceId of await workspaceIds()) {
    if (signal.aborted) return { id, status: "failed", output: { message: "stopped half-way" } };
    try {
      const actor = await systemActor(workspaceId, { ...job, requestId });
      if (actor) await job.run({ actor, input: null, log: lines.child({ workspaceId }), signal });
    } catch (error) {
      failed++;
      lines.error({ workspaceId, error: loggable(error) }, "recurring job failed");
    }
  }
  // The clock brings it round again; what failed is in the log and in the figures.
  return failed === 0
    ? { id, status: "completed" }
    : { id, status: "deadletter", output: { message: `${failed} failed` } };
}

const workspaceIds = async (): Promise<string[]> => {
  const rows = await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) =>
    tx.execute<{ id: string }>(sql`select id from workspaces where deleted_at is null order by id`),
  );
  return rows.map((row) => row.id);
};

type Failure = { tryAgain: boolean; message: string };

async function attempted(
  run: () => Promise<void>,
  signal: AbortSignal,
  note: (error: unknown) => void,
): Promise<Failure | null> {
  const awayUntil = performance.now() + tries.awayMs;
  for (let errors = 0; ; ) {
    try {
      await run();
      return null;
    } catch (error) {
      const code = error instanceof AppError ? error.code : null;
      const message = code ?? (error instanceof Error ? error.name : "unknown");
      if (signal.aborted) return { tryAgain: true, message: "stopped" };
      note(error);
      if (error instanceof Hopeless || (code && hopeless.has(code))) return { tryAgain: false, message };
      const away = code === "unavailable" || code === "too_many";
      if (away && performance.now() > awayUntil) return { tryAgain: true, message };
      if (!away && ++errors >= tries.errors) return { tryAgain: false, message };
      await pause(tries.pauseMs, undefined, { signal }).catch(() => {});
    }
  }
}

/** Tells a job's workspace that it will not be tried again, and whatever waits for it. */
async function giveUp(job: Job, id: string, whose: Envelope | null, reason: string): Promise<Outcome> {
  const { name } = job;
  log.error({ job: name, jobId: id, workspaceId: whose?.workspaceId, reason }, "job given up");
  const output = { message: reason };
  try {
    const actor = whose && (await systemActor(whose.workspaceId, { ...job, requestId: whose.requestId }));
    if (actor) {
      await within(actor, "write", async ({ record }) => {
        record({ action: "job.givenUp", subject: { type: "job", id }, after: { job: name }, reason });
      });
      const input = job.input.safeParse(whose.input);
      if (input.success) await job.givenUp?.({ actor, input: input.data });
    }
  } catch (error) {
    log.error({ job: name, jobId: id, error: loggable(error) }, "could not note a job given up");
    return { id, status: "failed", output };
  }
  return { id, status: "deadletter", output };
}
