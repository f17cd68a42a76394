import type { z } from "zod";
import type { Actor } from "./actor.ts";
import { AppError, forbidden } from "./errors.ts";
import type { Permission } from "./permissions.ts";
import { fieldProblems } from "./problems.ts";

/** One thing that a stream tells. Without a `type` it is what the stream is about. */
export type Message<T = unknown> = {
  type?: "ready" | "reload";
  /** Where to go on after this one. */
  cursor: string;
  data: T;
};

/** Takes what is told, in order and at once; whoever is slow is the teller's business no more. */
export type Tell<T = unknown> = (messages: readonly Message<T>[]) => void;

type Definition<I extends z.ZodObject, O extends z.ZodType> = {
  name: string;
  needs: Permission;
  /** Path and query parameters. */
  input: I;
  /** What one message holds. */
  output: O;
  /** Begins to tell; gives how to end it. Must hold no connection to the database in between. */
  listen(actor: Actor, input: z.output<I>, tell: Tell<z.output<O>>): Promise<() => void>;
  /** Milliseconds for which nothing is known any more of what happens; 0 while all is well. */
  silentFor(): number;
};

export type Stream<I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType> = {
  (actor: Actor, input: z.input<I>, tell: Tell<z.output<O>>): Promise<() => void>;
  readonly kind: "stream";
  readonly needs: Permission;
  readonly operation: string;
  readonly input: I;
  readonly output: O;
  readonly status: 200;
  readonly silentFor: () => number;
};

/** An operation that has no end: it tells what happens for as long as somebody listens. */
export function stream<I extends z.ZodObject, O extends z.ZodType>(definition: Definition<I, O>): Stream<I, O> {
  const { name, needs, input, output, listen, silentFor } = definition;
  const call = (actor: Actor, given: z.input<I>, tell: Tell<z.output<O>>): Promise<() => void> => {
    if (!actor.permissions.has(needs)) throw forbidden(`This needs the permission ${needs}.`);
    const parsed = input.safeParse(given);
    if (!parsed.success) {
      throw new AppError("invalid", "The input does not fit.", { fields: fieldProblems(parsed.error) });
    }
    return listen(actor, parsed.data, tell);
  };
  return Object.assign(call, {
    kind: "stream" as const,
    needs,
    operation: name,
    input,
    output,
    status: 200 as const,
    silentFor,
  });
}
