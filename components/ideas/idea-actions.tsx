"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmDialog } from "#components/shell/confirm-dialog.tsx";
import { deleting } from "#components/shell/held.ts";
import { SetAsideDialog } from "#components/shell/set-aside-dialog.tsx";
import { useUndoable } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { call, type Output } from "#lib/api/client.ts";

export type IdeaActionsProps = { idea: Output<"idea.get"> };

/** What one seldom does with an idea. */
export function IdeaActions({ idea }: IdeaActionsProps) {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const undoable = useUndoable();
  const router = useRouter();
  const [settingAside, setSettingAside] = useState(false);
  const [removing, setRemoving] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: [slug] });
  const reopen = () =>
    undoable("Idea reopened", async () => {
      const { eventId } = await call("idea.reopen", { id: idea.id }, { workspace: slug });
      await refresh();
      return eventId;
    });
  const setAside = (reason: string, note: string | null) =>
    undoable("Idea set aside", async () => {
      const { eventId } = await call("idea.setAside", { id: idea.id, reason, note }, { workspace: slug });
      await refresh();
      return eventId;
    });
  const remove = async () => {
    const { id } = idea;
    const send = deleting("idea", idea, (ifMatch) => call("idea.delete", { id }, { workspace: slug, ifMatch }));
    await undoable(
      "Idea deleted",
      async () => {
        const { eventId } = await send();
        router.push(`/w/${slug}/ideas`);
        // Whatever is shown next is read again; this page is of what is not there any more.
        await queries.invalidateQueries({ queryKey: [slug], refetchType: "none" });
        return eventId;
      },
      { failed: "The idea was not deleted", onUndone: () => router.push(`/w/${slug}/ideas/${id}`) },
    );
  };
  return (
    <>
      <Menu
        align="end"
        trigger={<IconButton label="More" icon={<Ellipsis aria-hidden className="size-4" />} />}
        entries={[
          idea.state === "set_aside"
            ? { kind: "item", label: "Reopen", onSelect: () => void reopen() }
            : { kind: "item", label: "Set aside…", onSelect: () => setSettingAside(true) },
          { kind: "separator" },
          { kind: "item", label: "Delete idea…", danger: true, onSelect: () => setRemoving(true) },
        ]}
      />
      <SetAsideDialog what={idea.title} open={settingAside} onOpenChange={setSettingAside} onSetAside={setAside} />
      <ConfirmDialog
        open={removing}
        onOpenChange={setRemoving}
        title={`Delete “${idea.title}”?`}
        words={lossOf(idea)}
        deed="Delete idea"
        onConfirm={remove}
      />
    </>
  );
}

/** What becomes of what hangs on it. */
function lossOf({ demand: { feedback }, initiativeIds }: Output<"idea.get">): string {
  const evidence =
    feedback === 0
      ? "Nobody’s words are linked to it."
      : `${formatPlural(feedback, "message is", "messages are")} no evidence of it any more; what is linked to no other idea goes back to the inbox.`;
  const cards =
    initiativeIds.length === 0
      ? ""
      : ` ${formatPlural(initiativeIds.length, "roadmap card stays", "roadmap cards stay")}, without it.`;
  return `${evidence}${cards} Undo brings it all back.`;
}
