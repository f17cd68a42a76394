"use client";

import { useRef, useState } from "react";
import { ApiError } from "#lib/api/client.ts";

/** The same record as it was when one began, as one has it now, and as somebody else has left it. */
export type Conflict<V> = { base: V; mine: V; theirs: V };

/** So often a version that changed elsewhere only is taken without asking, before that is told as trouble. */
const tries = 3;

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
/** Whether two versions differ in one of the fields that are being edited. */
const differs = <V extends object>(a: V, b: V) =>
  Object.keys(a).some((name) => !same(a[name as keyof V], b[name as keyof V]));

/**
 * Saves a record that others may change meanwhile. It is held to the version that was there when one began, whatever is
 * read anew since; where their changes touch what is edited here, `conflict` holds both versions and nothing is saved.
 */
export function useVersions<R extends { version: number }, V extends object>(record: R | null, read: (record: R) => V) {
  const seen = useRef(record);
  const newer = useRef<R | null>(null);
  const [conflict, setConflict] = useState<Conflict<V> | null>(null);

  /** Says whether it was saved; false: there is a conflict to settle first. */
  const save = async (mine: V, send: (ifMatch: number) => Promise<unknown>): Promise<boolean> => {
    for (let attempt = 1; ; attempt++) {
      const was = seen.current;
      if (was === null) throw new Error("there is no version to save to");
      try {
        await send(was.version);
        return true;
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 412 || attempt > tries) throw error;
        const now = error.current as R;
        const [base, theirs] = [read(was), read(now)];
        if (differs(base, theirs) && differs(mine, theirs)) {
          newer.current = now;
          setConflict({ base, mine, theirs });
          return false;
        }
        seen.current = now;
      }
    }
  };

  /** One has seen theirs and chosen: what is saved next replaces it. */
  const settle = () => {
    seen.current = newer.current ?? seen.current;
    setConflict(null);
  };
  /** Back to what one was typing; saving will ask again. */
  const back = () => setConflict(null);

  return { save, conflict, settle, back };
}
