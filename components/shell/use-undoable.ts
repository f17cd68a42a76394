"use client";

import { useQueryClient } from "@tanstack/react-query";
import { toast } from "#components/ui/toast.ts";
import { ApiError, api } from "#lib/api/client.ts";
import { useWorkspace } from "./workspace-context.tsx";

/** What went wrong, in the API's own words. */
export const troubleIn = (error: unknown): string =>
  error instanceof ApiError
    ? [...new Set([error.message, ...error.fields.map(({ message }) => message)])].join(" ")
    : "The server cannot be reached.";

type Options = {
  failed?: string;
  onUndone?: () => void;
  onFailed?: () => void;
  /** Reads again what an undo changed; left out, everything. */
  refresh?: () => Promise<unknown>;
};

/**
 * Does something and tells of it with an Undo for ten seconds. `act` gives the ids of the events it recorded, in order;
 * they are undone from the last. What fails is told, with a way to try again. Says whether it was done.
 */
export function useUndoable() {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: [slug] });

  const undo = async (events: string[], { onUndone, refresh: reread = refresh }: Options) => {
    try {
      for (const id of events.toReversed()) await api("event.undo", { id }, { workspace: slug });
      toast({ title: "Undone" });
      onUndone?.();
      await reread();
    } catch (error) {
      toast({ title: "It could not be undone", description: troubleIn(error), tone: "bad" });
      await refresh();
    }
  };

  return async function undoable(
    title: string,
    act: () => Promise<string | null | string[]>,
    options: Options = {},
  ): Promise<boolean> {
    try {
      const recorded = await act();
      const events = (Array.isArray(recorded) ? recorded : [recorded]).filter((id) => id !== null);
      toast({ title, ...(events.length > 0 ? { undo: () => void undo(events, options) } : {}) });
      return true;
    } catch (error) {
      options.onFailed?.();
      toast({
        title: options.failed ?? "That did not work",
        description: troubleIn(error),
        tone: "bad",
        action: { label: "Try again", onAction: () => void undoable(title, act, options) },
      });
      void refresh();
      return false;
    }
  };
}
