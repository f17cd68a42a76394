"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { VersionsScreen } from "#components/shell/versions-screen.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { useVersions } from "#components/ui/use-versions.ts";
import { api } from "#lib/api/client.ts";
import { toEdit } from "#lib/talk/mentions/rules.ts";
import { CommentForm } from "./comment-form.tsx";
import type { Comment } from "./comment-item.tsx";

export type CommentEditorProps = { comment: Comment; onDone: () => void };

/** One's own words once more. Where they were changed elsewhere meanwhile, both versions are shown. */
export function CommentEditor({ comment, onDone }: CommentEditorProps) {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const [written, setWritten] = useState({ text: toEdit(comment.body, comment.mentions), people: comment.mentions });
  const { busy, trouble, submit } = useApiForm();
  const { save, conflict, settle, back } = useVersions(comment, ({ body }) => ({ body }));
  const send = async (body: string) => {
    const isSaved = await save({ body }, (ifMatch) =>
      api("comment.update", { id: comment.id, body }, { workspace: slug, ifMatch }),
    );
    if (!isSaved) return;
    await queries.invalidateQueries({ queryKey: [slug, "comment.list"] });
    onDone();
  };
  if (conflict) {
    return (
      <VersionsScreen
        conflict={conflict}
        fields={[{ name: "body", label: "Comment", show: (body) => toEdit(body, comment.mentions) }]}
        about={{ type: "comment", id: comment.id }}
        busy={busy}
        trouble={trouble}
        onBack={back}
        onSave={({ body }) => {
          settle();
          void submit(() => send(body));
        }}
      />
    );
  }
  return (
    <CommentForm
      label="Edit the comment"
      deed="Save"
      written={written}
      onChange={(next) => setWritten({ text: next.text, people: [...next.people] })}
      onSave={send}
      onCancel={onDone}
    />
  );
}
