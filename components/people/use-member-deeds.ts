"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { troubleIn } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { toast } from "#components/ui/toast.ts";
import { ApiError, api } from "#lib/api/client.ts";
import type { Role } from "#lib/core/permissions.ts";
import type { Member } from "./member-list.tsx";
import { roleWords } from "./role-words.ts";

/** Changes a member's role, or removes them. `chosen` is the role that is on its way. */
export function useMemberDeeds({ id, name, role, version }: Member) {
  const { slug, account } = useWorkspace();
  const queries = useQueryClient();
  const router = useRouter();
  const [chosen, setChosen] = useState<Role | null>(null);
  const isSelf = id === account.id;
  const reread = () => queries.invalidateQueries({ queryKey: [slug] });

  const failed = (error: unknown) => {
    const stale = error instanceof ApiError && error.status === 412;
    toast({
      title: stale ? `Somebody else just changed ${name}` : "That did not work",
      description: stale ? "Look again, and change it if it still needs to be." : troubleIn(error),
      tone: "bad",
    });
  };

  const give = async (next: Role, ifMatch: number, before: Role | null): Promise<void> => {
    setChosen(next);
    try {
      const now = await api("member.update", { userId: id, role: next }, { workspace: slug, ifMatch });
      const words = roleWords[next].label.toLowerCase();
      toast({
        title: isSelf ? `Your role is ${words} now` : `${name} is ${words} now`,
        ...(before && !isSelf ? { undo: () => void give(before, now.version, null) } : {}),
      });
      if (isSelf) router.refresh();
    } catch (error) {
      failed(error);
    }
    await reread();
    setChosen(null);
  };

  const remove = async (): Promise<void> => {
    try {
      await api("member.remove", { userId: id }, { workspace: slug, ifMatch: version });
    } catch (error) {
      failed(error);
      await reread();
      return;
    }
    if (isSelf) return window.location.assign("/");
    toast({ title: `${name} was removed` });
    await reread();
  };

  return { chosen, change: (next: Role) => give(next, version, role), remove };
}
