"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { deleting } from "#components/shell/held.ts";
import { useUndoable } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { call, type Output } from "#lib/api/client.ts";

export type OutcomeActionsProps = {
  outcome: Output<"initiative.get">["outcomes"][number];
  onEdit: () => void;
};

/** What one seldom does with an outcome: it was written down wrong. */
export function OutcomeActions({ outcome, onEdit }: OutcomeActionsProps) {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const undoable = useUndoable();
  const remove = () => {
    const input = { id: outcome.initiativeId, outcomeId: outcome.id };
    const send = deleting("outcome", outcome, (ifMatch) => call("outcome.delete", input, { workspace: slug, ifMatch }));
    return undoable("Outcome deleted", async () => {
      const { eventId } = await send();
      await queries.invalidateQueries({ queryKey: [slug] });
      return eventId;
    });
  };
  return (
    <Menu
      align="end"
      trigger={
        <IconButton
          size="s"
          label={`What to do with the outcome on ${outcome.metric.name}`}
          icon={<Ellipsis aria-hidden className="size-4" />}
        />
      }
      entries={[
        { kind: "item", label: "Edit", onSelect: onEdit },
        { kind: "item", label: "Delete", danger: true, onSelect: () => void remove() },
      ]}
    />
  );
}
