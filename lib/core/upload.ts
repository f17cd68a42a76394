import type { z } from "zod";
import type { Actor } from "./actor.ts";
import { AppError, forbidden } from "./errors.ts";
import type { Permission } from "./permissions.ts";
import { fieldProblems } from "./problems.ts";

/** A body that is taken in as it comes and never held whole. */
export type Incoming = {
  /** Ends with an error when the sender goes away half-way. */
  body: AsyncIterable<Uint8Array>;
  contentType: string | undefined;
  /** What the sender announced, in bytes; undefined when it did not. */
  contentLength?: number | undefined;
  idempotencyKey: string | undefined;
};

/** What came of an upload. `replayed`: this is the first answer again, for the same Idempotency-Key. */
export type Received<T> = { body: T; replayed: boolean };

type Definition<I extends z.ZodObject, O extends z.ZodType> = {
  name: string;
  needs: Permission;
  /** Path and query parameters. */
  input: I;
  output: O;
  status: 201 | 202;
  receive(upload: Incoming & { actor: Actor; input: z.output<I> }): Promise<Received<z.input<O>>>;
};

export type Upload<I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType> = {
  (actor: Actor, input: z.input<I>, incoming: Incoming): Promise<Received<z.output<O>>>;
  readonly kind: "upload";
  readonly needs: Permission;
  readonly operation: string;
  readonly input: I;
  readonly output: O;
  readonly status: 201 | 202;
};

/**
 * An operation whose body is a stream. It opens its own short transactions, one for each stored piece, instead of one
 * for all, so `receive` itself sees to it that an upload cut short leaves nothing behind.
 */
export function upload<I extends z.ZodObject, O extends z.ZodType>(definition: Definition<I, O>): Upload<I, O> {
  const { name, needs, input, output, status } = definition;
  const call = async (actor: Actor, given: z.input<I>, incoming: Incoming): Promise<Received<z.output<O>>> => {
    if (!actor.permissions.has(needs)) throw forbidden(`This needs the permission ${needs}.`);
    const parsed = input.safeParse(given);
    if (!parsed.success) {
      throw new AppError("invalid", "The input does not fit.", { fields: fieldProblems(parsed.error) });
    }
    const { body, replayed } = await definition.receive({ ...incoming, actor, input: parsed.data });
    return { body: output.parse(body), replayed };
  };
  return Object.assign(call, { kind: "upload" as const, needs, operation: name, input, output, status });
}
