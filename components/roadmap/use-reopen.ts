"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useUndoable } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { call } from "#lib/api/client.ts";

/** Brings a card that was set aside back to its column. Says whether it is there. */
export function useReopen(): (id: string) => Promise<boolean> {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const undoable = useUndoable();
  return (id) =>
    undoable("Initiative reopened", async () => {
      const { eventId } = await call("initiative.reopen", { id }, { workspace: slug });
      await queries.invalidateQueries({ queryKey: [slug] });
      return eventId;
    });
}
