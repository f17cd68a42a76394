import { conflict } from "./errors.ts";
import type { Values } from "./events.ts";
import type { Scope } from "./operation.ts";
import type { Permission } from "./permissions.ts";

/** An event as history tells it: `before` and `after` with their personal values, as far as these were not erased. */
export type PastEvent = {
  id: string;
  at: string;
  action: string;
  subject: { type: string; id: string };
  reason: string | null;
  before: Values;
  after: Values;
};

/**
 * How one kind of event is taken back. `run` gets the record to where it was before the event, by ordinary commands
 * called with its scope or by SQL, and records what it did: the first entry it records is marked as the undoing of the
 * event. It calls `unchangedSince` first.
 */
export type Undo = { needs: Permission; run: (scope: Scope, event: PastEvent) => Promise<void> };

const undos = new Map<string, Undo>();

/** Says how events of `action` are undone. Called once per action while the domain's commands are loaded. */
export function undoes(action: string, undo: Undo): void {
  undos.set(action, undo);
}

/** The undo of an action; undefined when there is none. */
export const undoOf = (action: string): Undo | undefined => undos.get(action);

/** Whether somebody with these permissions could undo anything at all. */
export const mayUndo = (permissions: ReadonlySet<Permission>): boolean =>
  [...undos.values()].some(({ needs }) => permissions.has(needs));

/**
 * Refuses (409) when the record is not as the event left it. `version` is the record's version now, read under its row
 * lock; undefined when the record is gone. The event must carry the version it led to as `after.version`.
 */
export function unchangedSince(event: PastEvent, version: number | undefined): void {
  if (version !== undefined && version === event.after.version) return;
  throw conflict("This changed since, so it can no longer be undone.");
}
