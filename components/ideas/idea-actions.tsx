"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { SetAsideDialog } from "#components/shell/set-aside-dialog.tsx";
import { useUndoable } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { call, type Output } from "#lib/api/client.ts";

export type IdeaActionsProps = { idea: Output<"idea.get"> };

/** What one seldom does with an idea. */
export function IdeaActions({ idea }: IdeaActionsProps) {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const undoable = useUndoable();
  const [settingAside, setSettingAside] = useState(false);
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
  return (
    <>
      <Menu
        align="end"
        trigger={<IconButton label="More" icon={<Ellipsis aria-hidden className="size-4" />} />}
        entries={[
          idea.state === "set_aside"
            ? { kind: "item", label: "Reopen", onSelect: () => void reopen() }
            : { kind: "item", label: "Set aside…", onSelect: () => setSettingAside(true) },
        ]}
      />
      <SetAsideDialog what={idea.title} open={settingAside} onOpenChange={setSettingAside} onSetAside={setAside} />
    </>
  );
}
