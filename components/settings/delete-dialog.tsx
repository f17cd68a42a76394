"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormEnd } from "#components/ui/form-end.tsx";
import { Input } from "#components/ui/input.tsx";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { ApiError, api } from "#lib/api/client.ts";
import type { Workspace } from "./workspace-form.tsx";

export type DeleteDialogProps = { workspace: Workspace; open: boolean; onOpenChange: (open: boolean) => void };

/** Deletes the workspace, once its address has been typed. */
export function DeleteDialog({ workspace, open, onOpenChange }: DeleteDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={`Delete ${workspace.name}?`}>
      {open && <DeleteForm version={workspace.version} onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

function DeleteForm({ version, onDone }: { version: number; onDone: () => void }) {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const [typed, setTyped] = useState("");
  const [differs, setDiffers] = useState(false);
  const [changed, setChanged] = useState(false);
  const { busy, trouble, submit } = useApiForm();
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setDiffers(typed.trim() !== slug);
    setChanged(false);
    if (typed.trim() !== slug) return;
    void submit(async () => {
      try {
        await api("workspace.delete", {}, { workspace: slug, ifMatch: version });
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 412) throw error;
        // What cannot be undone is not sent again by itself: the page behind shows what changed.
        await queries.invalidateQueries({ queryKey: [slug] });
        setChanged(true);
        return;
      }
      window.location.assign("/");
      // The page is on its way out; nothing in it can be pressed again.
      await new Promise(() => {});
    });
  };
  return (
    <form onSubmit={onSubmit} noValidate className="grid gap-4">
      <div className="grid gap-2 text-ink-2">
        <p>
          Feedback, ideas, roadmap, objectives, metrics, companies and their history are gone for everybody at once, and
          the workspace’s API keys open nothing any more. This cannot be undone.
        </p>
        <p>People keep their accounts and their other workspaces.</p>
      </div>
      <Field
        label={`Type ${slug} to delete it`}
        required
        error={differs ? `This is not the workspace’s address: ${slug}` : undefined}
      >
        <Input
          value={typed}
          maxLength={63}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(e) => setTyped(e.target.value)}
        />
      </Field>
      <FormEnd
        danger
        trouble={
          changed ? "Somebody just changed this workspace. Look again, and delete it if you still mean to." : trouble
        }
        busy={busy}
        onCancel={onDone}
      >
        Delete the workspace
      </FormEnd>
    </form>
  );
}
