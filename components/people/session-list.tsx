"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { signOut } from "#components/identity/sign-out.ts";
import { LoadError } from "#components/shell/load-error.tsx";
import { troubleIn } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { ShowMore } from "#components/ui/show-more.tsx";
import { toast } from "#components/ui/toast.ts";
import { ApiError, api, apiList, type Output } from "#lib/api/client.ts";
import { browserWords } from "./browser-words.ts";

type Session = Output<"session.list">["data"][number];

/** Where one is signed in, and how to end it there. */
export function SessionList({ first }: { first: Output<"session.list"> }) {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);
  const list = useInfiniteQuery({ ...apiList(slug, "session.list", { limit: 100 }, first), refetchOnMount: "always" });
  const sessions = list.data?.pages.flatMap((page) => page.data) ?? [];
  const end = async (what: string, act: () => Promise<unknown>) => {
    setBusy(what);
    try {
      await act();
    } catch (error) {
      // One that is over already is what was asked for.
      if (!(error instanceof ApiError && error.status === 404)) {
        toast({ title: "That did not work", description: troubleIn(error), tone: "bad" });
      }
    }
    await queries.invalidateQueries({ queryKey: [slug, "session.list"] });
    setBusy(null);
  };
  return (
    <section aria-labelledby="sessions" className="min-w-0">
      <h2 id="sessions" className="mb-1.5 font-strong text-m">
        Where you are signed in
      </h2>
      {list.isError && sessions.length === 0 ? (
        <LoadError title="Your sessions could not be loaded" query={list} />
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] justify-items-start gap-3">
          <ul className="w-full border-b border-line">
            {sessions.map((session) => (
              <SessionRow
                key={session.id}
                session={session}
                busy={busy === session.id}
                onEnd={() =>
                  session.isCurrent
                    ? void signOut()
                    : void end(session.id, () => api("session.revoke", { id: session.id }))
                }
              />
            ))}
          </ul>
          <ShowMore pages={list} />
          {sessions.length > 1 && (
            <Button busy={busy === "others"} onClick={() => void end("others", () => api("session.endOthers", {}))}>
              Sign out everywhere else
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function SessionRow({ session, busy, onEnd }: { session: Session; busy: boolean; onEnd: () => void }) {
  const { userAgent, address, lastSeenAt, isCurrent } = session;
  const words = browserWords(userAgent);
  return (
    <li className="flex min-h-13 items-center gap-3 border-t border-line py-2">
      <div className="min-w-0 flex-1">
        <div className="truncate">
          {words}
          {isCurrent && <span className="text-ink-3"> (this browser)</span>}
        </div>
        <div className="truncate text-s text-ink-3">
          {address ?? "from somewhere"}, seen <RelativeTime at={lastSeenAt} ago />
        </div>
      </div>
      <Button size="s" busy={busy} aria-label={isCurrent ? "Sign out here" : `Sign out ${words}`} onClick={onEnd}>
        Sign out
      </Button>
    </li>
  );
}
