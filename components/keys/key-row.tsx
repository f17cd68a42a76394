"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmDialog } from "#components/shell/confirm-dialog.tsx";
import { troubleIn } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { toast } from "#components/ui/toast.ts";
import { ApiError, api, type Output } from "#lib/api/client.ts";
import { RenameKeyDialog } from "./rename-key-dialog.tsx";
import { scopesInWords } from "./scope-words.ts";

export type ApiKey = Output<"apiKey.list">["data"][number];
export type KeyRowProps = { apiKey: ApiKey };

export function KeyRow({ apiKey }: KeyRowProps) {
  const { id, name, prefix, scopes, lastUsedAt, expiresAt, version } = apiKey;
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<"rename" | "revoke" | null>(null);
  const revoke = async () => {
    try {
      await api("apiKey.revoke", { id }, { workspace: slug, ifMatch: version });
      toast({ title: `${name} opens nothing any more` });
    } catch (error) {
      // Revoked meanwhile: the list says so.
      if (!(error instanceof ApiError && error.status === 404)) {
        toast({ title: "That did not work", description: troubleIn(error), tone: "bad" });
      }
    }
    await queries.invalidateQueries({ queryKey: [slug, "apiKey.list"] });
  };
  return (
    <li className="flex min-h-13 items-center gap-3 border-t border-line py-2 max-sm:flex-wrap">
      <div className="min-w-0 flex-1 max-sm:basis-full">
        <div className="flex min-w-0 items-baseline gap-2">
          <span className="truncate" dir="auto">
            {name}
          </span>
          <code className="shrink-0 font-mono text-s text-ink-3">{prefix}…</code>
        </div>
        <div className="text-s text-ink-3">{scopesInWords(scopes)}</div>
        <div className="text-s text-ink-3">
          {lastUsedAt ? (
            <>
              Last used <RelativeTime at={lastUsedAt} ago />
            </>
          ) : (
            "Never used"
          )}
          {expiresAt && (
            <>
              , ends <RelativeTime at={expiresAt} />
            </>
          )}
        </div>
      </div>
      <Button size="s" aria-label={`Rename ${name}`} onClick={() => setAsking("rename")}>
        Rename
      </Button>
      <Button size="s" variant="danger" aria-label={`Revoke ${name}`} onClick={() => setAsking("revoke")}>
        Revoke
      </Button>
      <RenameKeyDialog apiKey={apiKey} open={asking === "rename"} onOpenChange={(open) => !open && setAsking(null)} />
      <ConfirmDialog
        open={asking === "revoke"}
        onOpenChange={(open) => !open && setAsking(null)}
        title={`Revoke ${name}?`}
        words="Whatever uses it is refused within a second. This cannot be taken back."
        deed="Revoke"
        onConfirm={revoke}
      />
    </li>
  );
}
