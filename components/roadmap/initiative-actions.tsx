"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { deleting } from "#components/shell/held.ts";
import { useUndoable } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { call, type Output } from "#lib/api/client.ts";

export type InitiativeActionsProps = {
  initiative: Output<"initiative.get">;
  /** The card is not there any more. */
  onGone: () => void;
};

/** What one seldom does with a card. */
export function InitiativeActions({ initiative, onGone }: InitiativeActionsProps) {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const undoable = useUndoable();
  const remove = () => {
    const send = deleting("initiative", initiative, (ifMatch) =>
      call("initiative.delete", { id: initiative.id }, { workspace: slug, ifMatch }),
    );
    return undoable("Initiative deleted", async () => {
      const { eventId } = await send();
      onGone();
      // Not what shows the card itself: that is on its way out.
      for (const name of ["roadmap.get", "initiative.list"])
        await queries.invalidateQueries({ queryKey: [slug, name] });
      return eventId;
    });
  };
  return (
    <Menu
      align="end"
      trigger={<IconButton label="More" icon={<Ellipsis aria-hidden className="size-4" />} />}
      entries={[{ kind: "item", label: "Delete initiative", danger: true, onSelect: () => void remove() }]}
    />
  );
}
