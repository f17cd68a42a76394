"use client";

import { useRef, useState } from "react";
import { type Conflict, saveOver } from "./save-over.ts";

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
    if (seen.current === null) throw new Error("there is no version to save to");
    const done = await saveOver(seen.current, mine, read, send);
    if (!done.saved) {
      newer.current = done.now;
      setConflict(done.conflict);
    }
    return done.saved;
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
