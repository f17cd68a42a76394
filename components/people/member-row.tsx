"use client";

import { UserMinus } from "lucide-react";
import { useState } from "react";
import { ConfirmDialog } from "#components/shell/confirm-dialog.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Avatar } from "#components/ui/avatar.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { PlainCell, PlainRow } from "#components/ui/plain-table.tsx";
import { Select } from "#components/ui/select.tsx";
import type { Role } from "#lib/core/permissions.ts";
import { mayGive } from "#lib/workspaces/members/rules.ts";
import type { Member } from "./member-list.tsx";
import { roleOptions, roleWords } from "./role-words.ts";
import { useMemberDeeds } from "./use-member-deeds.ts";

export type MemberRowProps = {
  member: Member;
  /** There always is one. */
  isLastOwner: boolean;
};

export function MemberRow({ member, isLastOwner }: MemberRowProps) {
  const { account, permissions } = useWorkspace();
  const { chosen, change, remove } = useMemberDeeds(member);
  const [asking, setAsking] = useState(false);
  const [deed, setDeed] = useState<Role | "remove">("remove");
  const rights = new Set(permissions);
  const isSelf = member.id === account.id;
  const isOpen = rights.has("admin") && mayGive(rights, member.role) && !isLastOwner;
  const ask = (what: Role | "remove") => {
    setDeed(what);
    setAsking(true);
  };
  const choose = (role: Role) => {
    if (role === member.role) return;
    // From one's own new role there may be no way back.
    if (isSelf) ask(role);
    else void change(role);
  };
  return (
    <PlainRow>
      <PlainCell>
        <div className="flex min-w-0 items-center gap-2.5">
          <span className="max-sm:hidden">
            <Avatar name={member.name} size="m" decorative />
          </span>
          <div className="min-w-0">
            <div className="flex gap-1">
              <span dir="auto" className="truncate">
                {member.name}
              </span>
              {isSelf && <span className="shrink-0 text-ink-3">(you)</span>}
            </div>
            <div className="truncate text-s text-ink-3">{member.email}</div>
          </div>
        </div>
      </PlainCell>
      <PlainCell>
        {isOpen ? (
          <Select
            aria-label={`Role of ${member.name}`}
            options={roleOptions((role) => mayGive(rights, role))}
            value={chosen ?? member.role}
            onValueChange={choose}
          />
        ) : (
          <span className="px-2.5 text-ink-2" title={isLastOwner ? "A workspace always has an owner" : undefined}>
            {roleWords[member.role].label}
          </span>
        )}
      </PlainCell>
      <PlainCell className="text-right">
        {isOpen && (
          <IconButton
            label={isSelf ? "Leave the workspace" : `Remove ${member.name}`}
            icon={<UserMinus aria-hidden className="size-4" />}
            onClick={() => ask("remove")}
          />
        )}
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          {...questionOf(deed, member, isSelf)}
          onConfirm={() => (deed === "remove" ? remove() : change(deed))}
        />
      </PlainCell>
    </PlainRow>
  );
}

/** What is asked before it is done, and what comes of it. */
function questionOf(deed: Role | "remove", { name }: Member, isSelf: boolean) {
  if (deed === "remove" && isSelf) {
    return {
      title: "Leave this workspace?",
      words: "You see nothing of it from then on. What you did and own keeps your name.",
      deed: "Leave",
    };
  }
  if (deed === "remove") {
    return {
      title: `Remove ${name}?`,
      words: "They are out at once. What they did and own keeps their name.",
      deed: "Remove",
    };
  }
  const role = roleWords[deed].label.toLowerCase();
  return {
    title: `Become ${/^[aeiou]/.test(role) ? "an" : "a"} ${role}?`,
    words: "It counts at once. Only somebody with your present role can give it back to you.",
    deed: "Change my role",
  };
}
