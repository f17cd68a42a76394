"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { useRouter } from "next/navigation";
import { deleting } from "#components/shell/held.ts";
import { useUndoable } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { call, type Output } from "#lib/api/client.ts";

export type MetricActionsProps = { metric: Output<"metric.get">; onEdit: () => void };

/** What one seldom does with a metric, and on a phone what has no room beside its name. One that measures something stays. */
export function MetricActions({ metric, onEdit }: MetricActionsProps) {
  const { key } = metric;
  const { slug } = useWorkspace();
  const router = useRouter();
  const queries = useQueryClient();
  const undoable = useUndoable();
  const remove = () => {
    const send = deleting("metric", metric, (ifMatch) => call("metric.delete", { key }, { workspace: slug, ifMatch }));
    return undoable(
      "Metric deleted",
      async () => {
        const { eventId } = await send();
        router.push(`/w/${slug}/metrics`);
        await queries.invalidateQueries({ queryKey: [slug, "metric.list"] });
        return eventId;
      },
      { failed: "The metric stays", onUndone: () => router.push(`/w/${slug}/metrics/${key}`) },
    );
  };
  return (
    <Menu
      align="end"
      trigger={<IconButton label="More" icon={<Ellipsis aria-hidden className="size-4" />} />}
      entries={[
        { kind: "item", label: "Edit metric", onSelect: onEdit },
        { kind: "separator" },
        { kind: "item", label: "Delete metric", danger: true, onSelect: () => void remove() },
      ]}
    />
  );
}
