import { markDeleted } from "#lib/core/deletion.ts";
import type { Scope } from "#lib/core/operation.ts";
import { requireSubject } from "../subject.ts";
import { refuseRemoval } from "./policy.ts";
import { commentKind, originOf } from "./row.ts";

/** Deletes a locked comment; 403 where it is somebody else's. */
export async function removeComment(scope: Scope, id: string, version: number): Promise<void> {
  refuseRemoval(scope.actor, await originOf(scope, id));
  await markDeleted(scope, commentKind, id, version, true);
}

/** Brings a deleted comment back. */
export async function restoreComment(scope: Scope, id: string, version: number): Promise<void> {
  refuseRemoval(scope.actor, await originOf(scope, id));
  await markDeleted(scope, commentKind, id, version, false);
}

/** Keeps what the comment is about from being deleted, before the comment's own row is locked. */
export const keepSubject = async (scope: Scope, id: string): Promise<void> =>
  requireSubject(scope, (await originOf(scope, id)).subject, { keep: true });
