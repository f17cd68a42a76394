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

export type CompanyActionsProps = { company: Output<"company.get">; onEdit: () => void };

/** What one seldom does with a company, and on a phone what has no room beside its name. */
export function CompanyActions({ company, onEdit }: CompanyActionsProps) {
  const { slug } = useWorkspace();
  const router = useRouter();
  const queries = useQueryClient();
  const undoable = useUndoable();
  const remove = () => {
    const send = deleting("company", company, (ifMatch) =>
      call("company.delete", { id: company.id }, { workspace: slug, ifMatch }),
    );
    return undoable(
      "Company deleted",
      async () => {
        const { eventId } = await send();
        router.push(`/w/${slug}/companies`);
        await queries.invalidateQueries({ queryKey: [slug, "company.list"] });
        return eventId;
      },
      { onUndone: () => router.push(`/w/${slug}/companies/${company.id}`) },
    );
  };
  return (
    <Menu
      align="end"
      trigger={<IconButton label="More" icon={<Ellipsis aria-hidden className="size-4" />} />}
      entries={[
        { kind: "item", label: "Edit company", onSelect: onEdit },
        { kind: "separator" },
        { kind: "item", label: "Delete company", danger: true, onSelect: () => void remove() },
      ]}
    />
  );
}
