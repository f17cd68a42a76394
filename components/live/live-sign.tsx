"use client";

import { CloudOff } from "lucide-react";
import { useLineState } from "./live-provider.tsx";

const words = {
  broken: "Not live at the moment. Trying again…",
  refused: "Not live any more. Load the page again.",
};

/** A quiet word where one does not hear what others do. Nothing while all is well. */
export function LiveSign({ className }: { className?: string }) {
  const state = useLineState();
  return (
    <div role="status" className={className}>
      {state !== "live" && (
        <p className="flex items-start gap-1.5 px-2 py-1 text-s text-ink-2">
          <CloudOff aria-hidden className="mt-0.5 size-3 shrink-0" />
          <span>{words[state]}</span>
        </p>
      )}
    </div>
  );
}
