import { z } from "zod";
import { id, instantOut } from "#lib/core/fields.ts";
import { author } from "#lib/ideas/author.ts";

const subjectForm = /^[a-zA-Z][a-zA-Z_]{0,59}:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;

/**
 * `after` is a cursor of this list. `asc` (the default) gives the history from its beginning and misses nothing, however
 * many write at once: an event appears when everything before it has ended. `desc` gives the newest first, at once.
 */
export const listEventsInput = z.strictObject({
  /** `type:id`, such as `idea:0190…`. Evidence belongs to the history of its idea and of its feedback. */
  subject: z.string().regex(subjectForm, "must be a type and an id, as in idea:0190…").optional(),
  after: z.string().max(500).optional(),
  limit: z.int().min(1).max(200).optional(),
  order: z.enum(["asc", "desc"]).optional(),
});

const values = z.record(z.string(), z.json());

/** `before` and `after` hold the fields that changed, as far as they were not erased. */
export const event = z.object({
  id,
  /** Where to go on reading: `?after=`. */
  cursor: z.string(),
  at: instantOut,
  actor: author,
  action: z.string(),
  subject: z.object({ type: z.string(), id }),
  reason: z.string().nullable(),
  before: values.nullable(),
  after: values.nullable(),
  /** The event that this one took back, and the event that took this one back. */
  undoes: id.nullable(),
  undoneBy: id.nullable(),
  /** Whether there is an undo for it that the asking may use; it still fails when the record changed since. */
  undoable: z.boolean(),
});
export const eventPage = z.object({ data: z.array(event), nextCursor: z.string().nullable() });

export const undoInput = z.strictObject({ id });
/** The event that took it back. */
export const undone = z.object({ eventId: id, undoes: id, subject: z.object({ type: z.string(), id }) });
