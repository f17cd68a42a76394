import type { Actor } from "#lib/core/actor.ts";
import { authorId } from "#lib/core/author.ts";
import { forbidden } from "#lib/core/errors.ts";

/** Who sent it in: what the columns of that name hold. */
export type Submitted = { createdBy: string | null; createdByKind: Actor["kind"] };

/** Whoever triages may edit all feedback; somebody who may only submit edits what they submitted themselves. */
export function refuseOthers(actor: Actor, { createdBy, createdByKind }: Submitted): void {
  const isOwn = createdBy !== null && createdByKind === actor.kind && createdBy === authorId(actor);
  if (!isOwn && !actor.permissions.has("feedback:triage"))
    throw forbidden("You may edit only what you sent in yourself.");
}
