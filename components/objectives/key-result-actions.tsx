"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { deleting } from "#components/shell/held.ts";
import { useUndoable } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { call } from "#lib/api/client.ts";
import type { KeyResult } from "./key-result-row.tsx";

export type KeyResultActionsProps = { result: KeyResult; onEdit: () => void };

/** What one seldom does with a key result. */
export function KeyResultActions({ result, onEdit }: KeyResultActionsProps) {
  const { id, title } = result;
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const undoable = useUndoable();
  const remove = () => {
    const send = deleting("keyResult", result, (ifMatch) =>
      call("keyResult.delete", { id }, { workspace: slug, ifMatch }),
    );
    return undoable("Key result deleted", async () => {
      const { eventId } = await send();
      await queries.invalidateQueries({ queryKey: [slug] });
      return eventId;
    });
  };
  return (
    <Menu
      align="end"
      trigger={
        <IconButton size="s" label={`What to do with ${title}`} icon={<Ellipsis aria-hidden className="size-4" />} />
      }
      entries={[
        { kind: "item", label: "Edit", onSelect: onEdit },
        { kind: "item", label: "Delete", danger: true, onSelect: () => void remove() },
      ]}
    />
  );
}
