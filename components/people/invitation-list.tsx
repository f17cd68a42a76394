"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { LoadError } from "#components/shell/load-error.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { ShowMore } from "#components/ui/show-more.tsx";
import { apiList, type Output } from "#lib/api/client.ts";
import { InvitationRow } from "./invitation-row.tsx";

export type InvitationListProps = { first: Output<"invitation.list"> | undefined; onInvite: () => void };

/** Who was invited and has not come yet. */
export function InvitationList({ first, onInvite }: InvitationListProps) {
  const { slug } = useWorkspace();
  const list = useInfiniteQuery({
    ...apiList(slug, "invitation.list", { limit: 100 }, first),
    refetchOnMount: "always",
  });
  const invitations = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <section aria-labelledby="invitations" className="min-w-0">
      <h2 id="invitations" className="mb-1.5 font-strong text-m">
        Invited
      </h2>
      {list.isError && invitations.length === 0 ? (
        <LoadError title="The invitations could not be loaded" query={list} />
      ) : invitations.length === 0 ? (
        <p className="text-ink-3">
          Nobody is on the way in.{" "}
          <button
            type="button"
            className="text-ink-2 underline decoration-line-strong underline-offset-3 hover:decoration-current"
            onClick={onInvite}
          >
            Invite somebody
          </button>{" "}
          by a link.
        </p>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] justify-items-start gap-3">
          <ul className="w-full border-b border-line">
            {invitations.map((invitation) => (
              <InvitationRow key={invitation.id} invitation={invitation} />
            ))}
          </ul>
          <ShowMore pages={list} />
        </div>
      )}
    </section>
  );
}
