import type { Actor } from "#lib/core/actor.ts";
import { authorId } from "#lib/core/author.ts";
import { forbidden } from "#lib/core/errors.ts";

type Written = { createdBy: string | null; createdByKind: Actor["kind"] };

const isOwn = (actor: Actor, { createdBy, createdByKind }: Written): boolean =>
  createdBy !== null && createdByKind === actor.kind && createdBy === authorId(actor);

/** Nobody puts words into another's mouth. */
export function refuseOthers(actor: Actor, written: Written): void {
  if (!isOwn(actor, written)) throw forbidden("You may edit only what you wrote yourself.");
}

/** One's own words, and everybody's for those who look after the workspace. */
export function refuseRemoval(actor: Actor, written: Written): void {
  if (!isOwn(actor, written) && !actor.permissions.has("admin")) {
    throw forbidden("You may delete and bring back only what you wrote yourself.");
  }
}
