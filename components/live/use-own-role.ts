"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { api } from "#lib/api/client.ts";
import { useHappenings, useLineState } from "./live-provider.tsx";

/** Follows what one may do here: after a change of role the page offers what the new one may, and who was removed leaves. */
export function useOwnRole(): void {
  const { slug, account } = useWorkspace();
  const router = useRouter();
  const state = useLineState();
  useHappenings((happenings) => {
    const own = happenings?.some(({ action, subject }) => action === "member.updated" && subject.id === account.id);
    if (own !== false) router.refresh();
  });
  useEffect(() => {
    if (state !== "refused") return;
    // Who is signed out keeps what they were typing and is told; who does not belong here any more cannot save it anyway.
    void api("session.get", {}).then(
      ({ workspaces }) => workspaces.some((one) => one.slug === slug) || window.location.assign("/"),
      () => {},
    );
  }, [state, slug]);
}
