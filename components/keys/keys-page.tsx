"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { LoadError } from "#components/shell/load-error.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { SettingsNav } from "#components/shell/settings-nav.tsx";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { NewButton } from "#components/ui/new-button.tsx";
import { NoPermissionState } from "#components/ui/no-permission-state.tsx";
import { apiList, type Output } from "#lib/api/client.ts";
import { KeyRow } from "./key-row.tsx";
import { NewKeyDialog } from "./new-key-dialog.tsx";

export type KeysPageProps = { /** Null for those who may not see them. */ first: Output<"apiKey.list"> | null };

/** What programs sign in with. */
export function KeysPage({ first }: KeysPageProps) {
  const { account } = useWorkspace();
  const mayManage = useMay("admin");
  const [making, setMaking] = useState(false);
  const make = <NewButton label="New API key" onClick={() => setMaking(true)} />;
  return (
    <>
      <PageHeader title="Settings" chips={<SettingsNav />} actions={mayManage && make} />
      {mayManage ? (
        <Keys first={first ?? undefined} onMake={() => setMaking(true)} />
      ) : (
        <NoPermissionState title="Only admins see and make API keys" role={account.role} />
      )}
      {mayManage && <NewKeyDialog open={making} onOpenChange={setMaking} />}
    </>
  );
}

function Keys({ first, onMake }: { first: Output<"apiKey.list"> | undefined; onMake: () => void }) {
  const { slug } = useWorkspace();
  const list = useInfiniteQuery({ ...apiList(slug, "apiKey.list", { limit: 100 }, first), refetchOnMount: "always" });
  const keys = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <div className="scroll-quiet min-h-0 flex-1 overflow-y-auto">
      <section aria-labelledby="keys" className="max-w-200 page-side py-6">
        <h2 id="keys" className="font-strong text-m">
          API keys
        </h2>
        <p className="mb-3 text-ink-3">
          A key acts for this workspace only, and only as far as you allow.{" "}
          <a
            href="/api/v1/docs"
            className="text-ink-2 underline decoration-line-strong underline-offset-3 hover:decoration-current"
          >
            The API reference
          </a>{" "}
          has a command for everything.
        </p>
        {list.isError && keys.length === 0 ? (
          <LoadError title="The keys could not be loaded" query={list} />
        ) : keys.length === 0 && !list.isPending ? (
          <EmptyState
            icon={<KeyRound aria-hidden className="size-6" strokeWidth={1.5} />}
            title="No program has a key yet"
            action={<NewButton label="Make the first key" onClick={onMake} />}
          >
            Your help desk sends tickets with one, a script sends metric points.
          </EmptyState>
        ) : (
          <ul className="border-b border-line">
            {keys.map((apiKey) => (
              <KeyRow key={apiKey.id} apiKey={apiKey} />
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
