"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { troubleIn } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { toast } from "#components/ui/toast.ts";
import { useNow } from "#components/ui/use-now.ts";
import { ApiError, api, type Output } from "#lib/api/client.ts";
import { roleWords } from "./role-words.ts";

export type InvitationRowProps = { invitation: Output<"invitation.list">["data"][number] };

export function InvitationRow({ invitation }: InvitationRowProps) {
  const { id, email, role, createdBy, expiresAt, version } = invitation;
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const now = useNow();
  const isOver = now !== null && Date.parse(expiresAt) <= now;
  const withdraw = async () => {
    setBusy(true);
    try {
      await api("invitation.revoke", { id }, { workspace: slug, ifMatch: version });
      toast({ title: "Their link does not work any more" });
    } catch (error) {
      // Accepted or withdrawn meanwhile: the list says which.
      if (!(error instanceof ApiError && error.status === 404)) {
        toast({ title: "That did not work", description: troubleIn(error), tone: "bad" });
      }
    }
    await queries.invalidateQueries({ queryKey: [slug] });
    setBusy(false);
  };
  return (
    <li className="flex min-h-13 items-center gap-3 border-t border-line py-2">
      <div className="min-w-0 flex-1">
        <div className="truncate">{email}</div>
        <div className="truncate text-s text-ink-3">
          {isOver ? (
            "The link is too old"
          ) : (
            <>
              Ends <RelativeTime at={expiresAt} />
            </>
          )}
          , {roleWords[role].label.toLowerCase()}, by <bdi>{createdBy.name}</bdi>
        </div>
      </div>
      <Button size="s" busy={busy} aria-label={`Withdraw the invitation of ${email}`} onClick={() => void withdraw()}>
        Withdraw
      </Button>
    </li>
  );
}
