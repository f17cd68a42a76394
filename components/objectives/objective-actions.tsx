"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { deleting } from "#components/shell/held.ts";
import { useUndoable } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { call, type Output } from "#lib/api/client.ts";
import { CloseDialog } from "./close-dialog.tsx";

export type ObjectiveActionsProps = { objective: Output<"objective.get"> };

/** What one seldom does with an objective. */
export function ObjectiveActions({ objective }: ObjectiveActionsProps) {
  const { id, title, state } = objective;
  const { slug } = useWorkspace();
  const router = useRouter();
  const queries = useQueryClient();
  const undoable = useUndoable();
  const [closing, setClosing] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: [slug] });
  const close = (note: string | null) =>
    undoable("Objective closed", async () => {
      const { eventId } = await call("objective.close", { id, note }, { workspace: slug });
      await refresh();
      return eventId;
    });
  const reopen = () =>
    undoable("Objective reopened", async () => {
      const { eventId } = await call("objective.reopen", { id }, { workspace: slug });
      await refresh();
      return eventId;
    });
  const remove = () => {
    const send = deleting("objective", objective, (ifMatch) =>
      call("objective.delete", { id }, { workspace: slug, ifMatch }),
    );
    return undoable(
      "Objective deleted",
      async () => {
        const { eventId } = await send();
        router.push(`/w/${slug}/objectives`);
        await queries.invalidateQueries({ queryKey: [slug, "objective.tree"] });
        return eventId;
      },
      { onUndone: () => router.push(`/w/${slug}/objectives/${id}`) },
    );
  };
  return (
    <>
      <Menu
        align="end"
        trigger={<IconButton label="More" icon={<Ellipsis aria-hidden className="size-4" />} />}
        entries={[
          state === "open"
            ? { kind: "item", label: "Close objective…", onSelect: () => setClosing(true) }
            : { kind: "item", label: "Reopen", onSelect: () => void reopen() },
          { kind: "separator" },
          { kind: "item", label: "Delete objective", danger: true, onSelect: () => void remove() },
        ]}
      />
      <CloseDialog what={title} open={closing} onOpenChange={setClosing} onClose={(note) => void close(note)} />
    </>
  );
}
