"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { choosing, deleting } from "#components/shell/held.ts";
import { useUndoable } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { api } from "#lib/api/client.ts";
import type { Role } from "#lib/core/permissions.ts";
import type { Member } from "./member-list.tsx";
import { roleWords } from "./role-words.ts";

/** Changes a member's role, or removes them. `chosen` is the role that is on its way. */
export function useMemberDeeds(member: Member) {
  const { id, name } = member;
  const { slug, account } = useWorkspace();
  const queries = useQueryClient();
  const router = useRouter();
  const undoable = useUndoable();
  const [chosen, setChosen] = useState<Role | null>(null);
  const isSelf = id === account.id;
  const reread = () => queries.invalidateQueries({ queryKey: [slug] });
  const wordFor = (role: Role) => roleWords[role].label.toLowerCase();

  const give = async (role: Role, was: Member, isBack = false): Promise<void> => {
    setChosen(role);
    const choice = { name: "role", label: "The role", read: (now: Member) => now.role, mine: role, show: wordFor };
    // What somebody else has chosen meanwhile is what is there to be given back.
    let replaced = was;
    const change = choosing("member", was, choice, (ifMatch, seen) => {
      replaced = seen;
      return api("member.update", { userId: id, role }, { workspace: slug, ifMatch });
    });
    let now = was;
    await undoable(
      isSelf ? `Your role is ${wordFor(role)} now` : `${name} is ${wordFor(role)} now`,
      async () => {
        now = await change();
        if (isSelf) router.refresh();
        await reread();
        return null;
      },
      isBack || isSelf ? {} : { undo: () => void give(replaced.role, now, true) },
    );
    setChosen(null);
  };

  const remove = async (): Promise<void> => {
    const send = deleting(
      "member",
      member,
      (ifMatch) => api("member.remove", { userId: id }, { workspace: slug, ifMatch }),
      { kept: "They were not removed: look again first.", anyway: "Remove them anyway" },
    );
    await undoable(`${name} was removed`, async () => {
      await send();
      if (isSelf) {
        window.location.assign("/");
        // The page is on its way out; nothing in it can be pressed again.
        await new Promise(() => {});
      }
      await reread();
      return null;
    });
  };

  return { chosen, change: (role: Role) => give(role, member), remove };
}
