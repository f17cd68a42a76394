"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { toast } from "#components/ui/toast.ts";
import { api } from "#lib/api/client.ts";
import { useHappenings, useLineState } from "./live-provider.tsx";

/**
 * Follows what one may do here, and what the workspace is called: after a change of role the page offers what the new one
 * may, renamed things show their new names, and who was removed leaves. Where the address changed, one is told: what one
 * was typing can still be copied.
 */
export function useOwnRole(): void {
  const { id, slug, account } = useWorkspace();
  const router = useRouter();
  const state = useLineState();
  const told = useRef<string | null>(null);
  const look = useEffectEvent(async (onSame: () => void) => {
    // Who is signed out keeps what they were typing and is told by the next answer.
    const session = await api("session.get", {}).catch(() => null);
    if (session === null) return;
    const here = session.workspaces.find((one) => one.id === id);
    if (!here) return window.location.assign("/");
    if (here.slug === slug) return onSame();
    if (told.current === here.slug) return;
    told.current = here.slug;
    const address = `/w/${here.slug}${window.location.pathname.slice(`/w/${slug}`.length)}${window.location.search}`;
    toast({
      title: "This workspace has a new address",
      description: `It is /w/${here.slug} now. What you do here is not saved any more.`,
      tone: "bad",
      timeout: 0,
      action: { label: "Go there", onAction: () => window.location.assign(address) },
    });
  });
  useHappenings((happenings) => {
    if (!happenings || happenings.some(({ action }) => action === "workspace.updated"))
      void look(() => router.refresh());
    else if (happenings.some(({ action, subject }) => action === "member.updated" && subject.id === account.id))
      router.refresh();
  });
  useEffect(() => {
    if (state === "refused") void look(() => {});
  }, [state]);
}
