import { z } from "zod";
import { id, instantOut } from "#lib/core/fields.ts";

/**
 * `after` is the cursor of an event, here or in the list of events; a `Last-Event-ID` header counts before it. Without
 * either, the stream begins now.
 */
export const streamEventsInput = z.strictObject({ after: z.string().max(500).optional() });

/** What happened, without what anybody wrote: enough to know what to read again. */
export const happening = z.object({
  id,
  cursor: z.string(),
  at: instantOut,
  action: z.string(),
  subject: z.object({ type: z.string(), id }),
  /** Evidence has its idea as subject; this is the feedback it belongs to. */
  feedbackId: id.nullable(),
  actor: z.object({ kind: z.enum(["member", "key", "system"]), id: z.string().nullable() }),
  /** The request that caused it, so that a client knows its own. */
  requestId: z.string().nullable(),
});

/**
 * The first message ("ready") says where the stream begins. "reload" says that more happened than a stream tells, or
 * that the cursor is too old: read again what you show, or what you missed by the list of events, and go on from here.
 */
export const beginning = z.object({ cursor: z.string() });
export const told = z.union([happening, beginning]);
export type Told = z.output<typeof told>;
