"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { deleting } from "#components/shell/held.ts";
import { useUndoable } from "#components/shell/use-undoable.ts";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { Avatar } from "#components/ui/avatar.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Markdown } from "#components/ui/markdown.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { call, type Output } from "#lib/api/client.ts";
import { CommentEditor } from "./comment-editor.tsx";

export type Comment = Output<"comment.get">;
export type CommentItemProps = { comment: Comment };

/** Somebody's words, when they were said, and what one may do with them. */
export function CommentItem({ comment }: CommentItemProps) {
  const { slug, account } = useWorkspace();
  const { id, body, createdBy, createdAt, editedAt, mentions } = comment;
  const isOwn = createdBy.kind === "member" && createdBy.id === account.id;
  const mayDelete = useMay("admin") || isOwn;
  const queries = useQueryClient();
  const undoable = useUndoable();
  const [editing, setEditing] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: [slug, "comment.list"] });
  const remove = () => {
    const send = deleting("comment", comment, (ifMatch) =>
      call("comment.delete", { id }, { workspace: slug, ifMatch }),
    );
    return undoable(
      "Comment deleted",
      async () => {
        const { eventId } = await send();
        await refresh();
        return eventId;
      },
      { failed: "The comment was not deleted", refresh },
    );
  };
  return (
    <li className="flex min-w-0 gap-2.5">
      <Avatar name={createdBy.name} decorative />
      <article aria-label={`Comment by ${createdBy.name}`} className="min-w-0 flex-1">
        <div className="flex min-h-5.5 items-center gap-2">
          <span className="truncate font-strong" dir="auto">
            {createdBy.name}
          </span>
          <span className="text-s whitespace-nowrap text-ink-3">
            <RelativeTime at={createdAt} ago />
            {editedAt && ", edited"}
          </span>
          {mayDelete && !editing && (
            <span className="ml-auto">
              <Menu
                align="end"
                trigger={
                  <IconButton
                    size="s"
                    label={`What to do with the comment by ${createdBy.name}`}
                    icon={<Ellipsis aria-hidden className="size-4" />}
                  />
                }
                entries={[
                  ...(isOwn ? [{ kind: "item" as const, label: "Edit", onSelect: () => setEditing(true) }] : []),
                  { kind: "item", label: "Delete", danger: true, onSelect: () => void remove() },
                ]}
              />
            </span>
          )}
        </div>
        {editing ? (
          <CommentEditor comment={comment} onDone={() => setEditing(false)} />
        ) : (
          <Markdown text={body} size="m" people={new Map(mentions.map(({ id, name }) => [id, name]))} />
        )}
      </article>
    </li>
  );
}
