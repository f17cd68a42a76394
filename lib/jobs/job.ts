import type { Logger } from "pino";
import type { z } from "zod";
import type { Actor } from "#lib/core/actor.ts";
import type { Permission } from "#lib/core/permissions.ts";

/** What a job's function works with. */
export type Work<Input> = {
  /** The product itself, in the workspace that caused the job. */
  actor: Actor;
  input: Input;
  /** Tells the request that caused the job in every line. */
  log: Logger;
  /** Aborts when this process stops or has lost the job to another: end at the next checkpoint. */
  signal: AbortSignal;
};

type Common<Input> = {
  /** `noun.verb`; also the queue's name. */
  name: string;
  /** What its actor may do. */
  needs: readonly Permission[];
  /**
   * Does the work. It may run again after a crash at any point, so its effects go with a checkpoint in one transaction.
   * At most ten seconds pass between two of those; a longer work enqueues its own continuation.
   */
  run(work: Work<Input>): Promise<void>;
};

type Enqueued<I extends z.ZodObject> = Common<z.output<I>> & {
  /** The payload: ids only. */
  input: I;
  /** It comes seldom: one at a time in a process, looked for every few seconds. */
  isSeldom?: boolean;
  /** Whether it computes for long, for which the server has a thread. */
  isHeavy?(input: z.output<I>): boolean;
  /** Told when the job is given up, so that what waits for it does not wait for ever. */
  givenUp?(work: Pick<Work<z.output<I>>, "actor" | "input">): Promise<void>;
};

/** Work that a command leaves for later. */
export type Job<I extends z.ZodObject = z.ZodObject> = Enqueued<I> & { readonly kind: "job" };

/** Work that comes round by the clock, in each workspace in turn. */
export type Recurring = Common<null> & { readonly kind: "recurring"; readonly cron: string };

export const job = <I extends z.ZodObject>(definition: Enqueued<I>): Job<I> => ({
  kind: "job",
  ...definition,
});

/** `cron` is in UTC, to the minute. */
export const recurring = (definition: Common<null> & { cron: string }): Recurring => ({
  kind: "recurring",
  ...definition,
});

/** Work that belongs to no workspace, so it acts as nobody; it says itself whether it has to be done again. */
export type Errand<I extends z.ZodObject = z.ZodObject> = {
  readonly kind: "errand";
  name: string;
  /** The payload: ids only. */
  input: I;
  /** Called again after an error too, later each time, up to ten minutes: it must know itself when to give up. */
  run(work: Omit<Work<z.output<I>>, "actor">): Promise<"done" | "again">;
};

export const errand = <I extends z.ZodObject>(definition: Omit<Errand<I>, "kind">): Errand<I> => ({
  kind: "errand",
  ...definition,
});

/** Anything that the queue knows. */
export type AnyJob = Job | Recurring | Errand;
