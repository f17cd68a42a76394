"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useUndoable } from "#components/shell/use-undoable.ts";
import { type VersionField, VersionsScreen } from "#components/shell/versions-screen.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { DialogFooter } from "#components/ui/dialog-footer.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { useVersions } from "#components/ui/use-versions.ts";
import { apiQuery, call, type Output } from "#lib/api/client.ts";

type Feedback = Output<"feedback.get">;
export type EditRequestDialogProps = { /** Null: closed. */ id: string | null; onClose: () => void };

/** Changes the words of something one has sent in. */
export function EditRequestDialog({ id, onClose }: EditRequestDialogProps) {
  return (
    <Dialog open={id !== null} onOpenChange={(open) => !open && onClose()} title="Edit your request">
      {id !== null && <Loaded id={id} onClose={onClose} />}
    </Dialog>
  );
}

function Loaded({ id, onClose }: { id: string; onClose: () => void }) {
  const { slug } = useWorkspace();
  const { data, isError, isFetching, refetch } = useQuery({
    ...apiQuery(slug, "feedback.get", { id }),
    staleTime: 0,
  });
  if (isError)
    return <ErrorState title="It could not be loaded" onRetry={() => void refetch()} retrying={isFetching} />;
  if (!data) {
    return (
      <div className="grid gap-3">
        <Skeleton className="h-8 w-full" />
        <Skeleton className="h-24 w-full" />
      </div>
    );
  }
  return <EditForm feedback={data} onClose={onClose} />;
}

const saidOf = ({ title, body }: Pick<Feedback, "title" | "body">) => ({ title, body });
type Said = ReturnType<typeof saidOf>;
const fields: readonly VersionField<Said>[] = [
  { name: "title", label: "In one line" },
  { name: "body", label: "In their words" },
];

function EditForm({ feedback, onClose }: { feedback: Feedback; onClose: () => void }) {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const undoable = useUndoable();
  const [said, setSaid] = useState(() => saidOf(feedback));
  const { busy, wrong, trouble, submit } = useApiForm();
  const versions = useVersions(feedback, saidOf);
  const save = (next: Said) =>
    submit(async () => {
      let eventId: string | null = null;
      const saved = await versions.save(next, async (ifMatch) => {
        ({ eventId } = await call("feedback.update", { id: feedback.id, ...next }, { workspace: slug, ifMatch }));
      });
      if (!saved) return;
      await queries.invalidateQueries({ queryKey: [slug] });
      onClose();
      void undoable("Request saved", async () => eventId);
    });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void save(said);
  };
  if (versions.conflict) {
    return (
      <VersionsScreen
        conflict={versions.conflict}
        fields={fields}
        about={{ type: "feedback", id: feedback.id }}
        busy={busy}
        trouble={trouble}
        onBack={versions.back}
        onSave={(chosen) => {
          versions.settle();
          setSaid(chosen);
          void save(chosen);
        }}
      />
    );
  }
  return (
    <form onSubmit={onSubmit} noValidate className="grid gap-4">
      <Field label="In one line" required error={wrong("/title")}>
        <Input
          value={said.title}
          maxLength={500}
          onChange={(event) => setSaid({ ...said, title: event.target.value })}
        />
      </Field>
      <Field label="In their words" optional error={wrong("/body")}>
        <Textarea
          value={said.body}
          rows={6}
          maxLength={400_000}
          onChange={(event) => setSaid({ ...said, body: event.target.value })}
        />
      </Field>
      {trouble && (
        <p role="alert" className="text-bad">
          {trouble}
        </p>
      )}
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy}>
          Save
        </Button>
      </DialogFooter>
    </form>
  );
}
