"use client";

import { useQuery } from "@tanstack/react-query";
import { LoadError } from "#components/shell/load-error.tsx";
import { RecordForm } from "#components/shell/record-form.tsx";
import { useUndoable } from "#components/shell/use-undoable.ts";
import type { VersionField } from "#components/shell/versions-screen.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
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
  const request = useQuery({ ...apiQuery(slug, "feedback.get", { id }), staleTime: 0 });
  if (request.isError && !request.data) return <LoadError title="It could not be loaded" query={request} />;
  if (!request.data) {
    return (
      <div className="grid gap-3">
        <Skeleton className="h-8 w-full" />
        <Skeleton className="h-24 w-full" />
      </div>
    );
  }
  return <EditForm feedback={request.data} onClose={onClose} />;
}

const saidOf = ({ title, body }: Pick<Feedback, "title" | "body">) => ({ title, body });
type Said = ReturnType<typeof saidOf>;
const blank: Said = { title: "", body: "" };
const fields: readonly VersionField<Said>[] = [
  { name: "title", label: "In one line" },
  { name: "body", label: "In their words" },
];

function EditForm({ feedback, onClose }: { feedback: Feedback; onClose: () => void }) {
  const { slug } = useWorkspace();
  const undoable = useUndoable();
  return (
    <RecordForm
      record={feedback}
      type="feedback"
      read={saidOf}
      blank={blank}
      fields={fields}
      send={(said, ifMatch) =>
        call("feedback.update", { id: feedback.id, ...said }, { workspace: slug, ...(ifMatch !== null && { ifMatch }) })
      }
      onDone={onClose}
      onSaved={({ eventId }) => void undoable("Request saved", async () => eventId)}
      makes="Save"
    >
      {({ values, set, wrong }) => (
        <>
          <Field label="In one line" required error={wrong("/title")}>
            <Input value={values.title} maxLength={500} onChange={(e) => set({ title: e.target.value })} />
          </Field>
          <Field label="In their words" optional error={wrong("/body")}>
            <Textarea
              value={values.body}
              rows={6}
              maxLength={400_000}
              onChange={(e) => set({ body: e.target.value })}
            />
          </Field>
        </>
      )}
    </RecordForm>
  );
}
