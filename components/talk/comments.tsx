"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { LoadError } from "#components/shell/load-error.tsx";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { ShowMore } from "#components/ui/show-more.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { api, apiList } from "#lib/api/client.ts";
import type { SubjectType } from "#lib/talk/schema.ts";
import { CommentForm } from "./comment-form.tsx";
import { CommentItem } from "./comment-item.tsx";
import { FollowButton } from "./follow-button.tsx";
import { useDraft } from "./use-draft.ts";
import { useOnce } from "./use-once.ts";

export type CommentsProps = {
  about: { type: SubjectType; id: string };
  /** Where the place around it has a heading already. */
  untitled?: boolean;
};

/** What people say to each other about a record: the newest last, and a field to go on. */
export function Comments({ about, untitled = false }: CommentsProps) {
  const { slug } = useWorkspace();
  const mayWrite = useMay("comment:write");
  const heading = useId();
  const queries = useQueryClient();
  const subject = `${about.type}:${about.id}`;
  const { written: draft, change: setDraft, forget } = useDraft(subject);
  const keyFor = useOnce();
  const list = useInfiniteQuery(apiList(slug, "comment.list", { subject, order: "desc", limit: 30 }));
  const pages = list.data?.pages ?? [];
  const said = pages.flatMap((page) => page.data).toReversed();
  const count = pages[0]?.count ?? 0;
  const say = async (body: string) => {
    await api("comment.create", { subject, body }, { workspace: slug, idempotencyKey: keyFor(body) });
    forget(draft);
    await queries.invalidateQueries({ queryKey: [slug, "comment.list"] });
    // Whoever says something follows it.
    void queries.invalidateQueries({ queryKey: [slug, "follow.get"] });
  };
  return (
    <section
      {...(untitled ? {} : { "aria-labelledby": heading })}
      className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4"
    >
      <div className="flex min-h-7 items-center justify-between gap-2">
        <h2 id={heading} className={untitled ? "sr-only" : "text-s text-ink-3"}>
          {count > 0 ? `Comments (${count})` : "Comments"}
        </h2>
        <FollowButton subject={subject} />
      </div>
      {list.isError && said.length === 0 ? (
        <LoadError title="The comments could not be loaded" query={list} />
      ) : list.isPending ? (
        <LoadingRegion label="Loading the comments" className="grid gap-2">
          <Skeleton className="h-4 w-40" />
          <Skeleton className="h-4 w-64 max-w-full" />
        </LoadingRegion>
      ) : (
        <>
          <ShowMore pages={list} size="s">
            Show earlier comments
          </ShowMore>
          {said.length > 0 && (
            <ol className="grid grid-cols-[minmax(0,1fr)] gap-4">
              {said.map((comment) => (
                <CommentItem key={comment.id} comment={comment} />
              ))}
            </ol>
          )}
        </>
      )}
      {mayWrite && (
        <CommentForm
          label="Write a comment"
          placeholder="Write a comment; @ mentions somebody"
          deed="Comment"
          written={draft}
          onChange={setDraft}
          onSave={say}
        />
      )}
    </section>
  );
}
