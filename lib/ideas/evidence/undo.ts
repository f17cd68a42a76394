import { z } from "zod";
import { conflict } from "#lib/core/errors.ts";
import type { Values } from "#lib/core/events.ts";
import type { Scope } from "#lib/core/operation.ts";
import { type PastEvent, undoes } from "#lib/core/undo.ts";
import { type Link, lockPair, type Pair } from "./row.ts";
import { feedbackStates, importances } from "./schema.ts";
import { addLink, changeLink, removeLink } from "./write.ts";

const needs = "evidence:write" as const;

const changedSince = () => conflict("This changed since, so it can no longer be undone.");

/** What the events of evidence hold (write.ts); a quote that was erased is missing. */
const linkValues = z.object({ quote: z.string().nullable(), importance: z.enum(importances), linkedAt: z.string() });
const removedValues = linkValues.extend({
  origin: z.enum(["person", "suggestion", "import"]),
  linkedBy: z.object({ kind: z.enum(["member", "key", "system"]), id: z.string().nullable() }),
});
const stateBefore = z.object({ state: z.enum(feedbackStates), decisionId: z.string().optional() });

function read<T extends z.ZodType>(schema: T, values: Values): z.output<T> {
  const result = schema.safeParse(values);
  if (!result.success) throw conflict("What this was before has been erased, so it cannot be undone.");
  return result.data;
}

const pairOf = (scope: Scope, event: PastEvent): Promise<Pair> =>
  lockPair(scope, z.uuid().parse(event.after.feedbackId), event.subject.id);

/** The link as the event left it; 409 when it is gone or says something else by now. */
function asLeft({ link }: Pair, event: PastEvent): Link {
  const left = read(linkValues, event.after);
  const same =
    link !== null &&
    link.quote === left.quote &&
    link.importance === left.importance &&
    Date.parse(link.linkedAt) === Date.parse(left.linkedAt);
  if (!same) throw changedSince();
  return link;
}

undoes("evidence.linked", {
  needs,
  async run(scope, event) {
    const pair = await pairOf(scope, event);
    const link = asLeft(pair, event);
    const before = stateBefore.safeParse(event.before);
    const { state, decisionId = null } = before.success ? before.data : { state: "inbox" as const };
    await removeLink(scope, pair, link, { state, decisionId });
  },
});

undoes("evidence.updated", {
  needs,
  async run(scope, event) {
    const pair = await pairOf(scope, event);
    const link = asLeft(pair, event);
    const before = read(linkValues.omit({ linkedAt: true }), event.before);
    await changeLink(scope, pair, link, { ...link, ...before });
  },
});

undoes("evidence.unlinked", {
  needs,
  async run(scope, event) {
    const pair = await pairOf(scope, event);
    if (pair.link !== null) throw changedSince();
    const { linkedBy, ...before } = read(removedValues, event.before);
    await addLink(scope, pair, { ...before, linkedBy: { ...linkedBy, name: "" } });
  },
});
