"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { LoadError } from "#components/shell/load-error.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { SettingsNav } from "#components/shell/settings-nav.tsx";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { apiList, type Output } from "#lib/api/client.ts";
import { InvitationList } from "./invitation-list.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { MemberList } from "./member-list.tsx";
import { roleWords } from "./role-words.ts";

export type MembersPageProps = {
  first: Output<"member.list">;
  /** Null for those who may not see them. */
  invitations: Output<"invitation.list"> | null;
};

/** Who belongs to the workspace, as what, and who is on the way in. */
export function MembersPage({ first, invitations }: MembersPageProps) {
  const { slug, account } = useWorkspace();
  const mayManage = useMay("admin");
  const [inviting, setInviting] = useState(false);
  const list = useInfiniteQuery({ ...apiList(slug, "member.list", { limit: 100 }, first), refetchOnMount: "always" });
  const members = list.data?.pages.flatMap((page) => page.data) ?? [];
  const invite = (
    <Button
      variant="primary"
      icon={<UserPlus aria-hidden className="size-3.5" />}
      aria-label="Invite somebody"
      onClick={() => setInviting(true)}
    >
      <span className="max-sm:hidden">Invite</span>
    </Button>
  );
  return (
    <>
      <PageHeader title="Settings" chips={<SettingsNav />} actions={mayManage && invite} />
      <div className="scroll-quiet min-h-0 flex-1 overflow-y-auto">
        <div className="grid max-w-200 gap-8 page-side py-6">
          <section aria-labelledby="members" className="min-w-0">
            <h2 id="members" className="mb-1.5 font-strong text-m">
              Members
            </h2>
            {!mayManage && (
              <p className="mb-3 text-ink-3">
                You are here as {roleWords[account.role].label.toLowerCase()}. Admins invite people and change roles.
              </p>
            )}
            {list.isError && members.length === 0 ? (
              <LoadError title="The members could not be loaded" query={list} />
            ) : (
              <MemberList members={members} pages={list} />
            )}
          </section>
          {mayManage && <InvitationList first={invitations ?? undefined} onInvite={() => setInviting(true)} />}
        </div>
      </div>
      <InviteDialog open={inviting} onOpenChange={setInviting} />
    </>
  );
}
