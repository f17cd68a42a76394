"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useState } from "react";
import { signOut } from "#components/identity/sign-out.ts";
import { LiveProvider } from "#components/live/live-provider.tsx";
import { LiveSign } from "#components/live/live-sign.tsx";
import { useOwnRole } from "#components/live/use-own-role.ts";
import { useProducts } from "#components/products/use-products.ts";
import { CommandPalette } from "#components/search/command-palette.tsx";
import { Why } from "#components/trace/why.tsx";
import { useShortcuts } from "#components/ui/use-shortcuts.ts";
import { apiQuery } from "#lib/api/client.ts";
import { AppShell } from "./app-shell.tsx";
import { newRequestHref } from "./nav-items.ts";
import { PageChrome } from "./page-chrome.tsx";
import { QueryProvider } from "./query-provider.tsx";
import { useGoKeys } from "./use-go-keys.ts";
import { useMay, useWorkspace, type WorkspaceInfo, WorkspaceProvider } from "./workspace-context.tsx";

export type WorkspaceFrameProps = {
  info: WorkspaceInfo;
  /** Where in the history the page was read. */
  cursor: string;
  children: ReactNode;
};

/** Everything that stays while one goes from page to page of a workspace. */
export function WorkspaceFrame({ info, cursor, children }: WorkspaceFrameProps) {
  return (
    <QueryProvider>
      <NuqsAdapter>
        <WorkspaceProvider info={info}>
          <LiveProvider cursor={cursor}>
            <PageChrome>
              <Shell>{children}</Shell>
              <Why />
            </PageChrome>
          </LiveProvider>
        </WorkspaceProvider>
      </NuqsAdapter>
    </QueryProvider>
  );
}

function Shell({ children }: { children: ReactNode }) {
  const { slug, name, account, workspaces } = useWorkspace();
  useGoKeys(slug);
  const router = useRouter();
  const mayAsk = useMay("feedback:write");
  useShortcuts(
    [{ keys: "r", label: "New request", group: "Everywhere", run: () => router.push(newRequestHref(slug)) }],
    mayAsk,
  );
  useOwnRole();
  // Always in use, so that what others change of them is known on whatever page one goes to next.
  useProducts();
  const { data: feedback } = useQuery(apiQuery(slug, "feedback.count", {}));
  const { data: ideas } = useQuery(apiQuery(slug, "idea.count", {}));
  const told = useQuery(apiQuery(slug, "notification.count", {}));
  const [searching, setSearching] = useState(false);
  return (
    <AppShell
      workspace={{ slug, name }}
      others={workspaces.filter((one) => one.slug !== slug)}
      counts={{ ...(feedback && { inbox: feedback.inbox }), ...(ideas && { ideas: ideas.open }) }}
      unread={told.data?.unread ?? 0}
      account={account}
      onSignOut={() => void signOut()}
      notice={<LiveSign />}
      onSearch={() => setSearching(true)}
    >
      <CommandPalette open={searching} onOpenChange={setSearching} onSignOut={() => void signOut()} />
      {children}
    </AppShell>
  );
}
