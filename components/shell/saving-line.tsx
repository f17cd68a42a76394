"use client";

import { useSyncExternalStore } from "react";
import { changesUnderWay, watchChanges } from "#lib/api/client.ts";

const none = () => 0;

/** A line along the top of the window while the server has not answered to a change; on a fast network it never shows. */
export function SavingLine() {
  const count = useSyncExternalStore(watchChanges, changesUnderWay, none);
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 top-0 z-70">
      {count > 0 && (
        <div className="animate-late">
          <div className="h-0.5 animate-breathe bg-accent" />
          <span className="sr-only">Saving</span>
        </div>
      )}
    </div>
  );
}
