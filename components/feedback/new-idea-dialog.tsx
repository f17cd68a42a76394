"use client";

import { type FormEvent, useState } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormEnd } from "#components/ui/form-end.tsx";
import { Input } from "#components/ui/input.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { call } from "#lib/api/client.ts";
import { AskedAbout } from "./asked-about.tsx";
import type { FeedbackItem } from "./feedback.ts";
import type { LinkedIdea } from "./use-triage.ts";

export type NewIdeaDialogProps = {
  /** What the idea is made from. */
  feedback: FeedbackItem;
  quote: string | null;
  /** What the title begins as. */
  title: string;
  onClose: () => void;
  /** The idea is there; `eventId` is what its making is undone by. */
  onCreated: (idea: LinkedIdea, eventId: string | null) => void;
};

/** Makes an idea of a message, with the message as its first evidence. */
export function NewIdeaDialog({ feedback, quote, title, onClose, onCreated }: NewIdeaDialogProps) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New idea from this message"
      description={<AskedAbout feedback={feedback} quote={quote} />}
    >
      <NewIdeaForm title={title} onClose={onClose} onCreated={onCreated} />
    </Dialog>
  );
}

type FormProps = Pick<NewIdeaDialogProps, "title" | "onClose" | "onCreated">;

function NewIdeaForm({ title: first, onClose, onCreated }: FormProps) {
  const { slug } = useWorkspace();
  const [title, setTitle] = useState(first);
  const [problem, setProblem] = useState("");
  const { busy, wrong, trouble, submit } = useApiForm();
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit(async () => {
      const { data, eventId } = await call("idea.create", { title, problem }, { workspace: slug });
      onCreated({ id: data.id, title: data.title }, eventId);
    });
  };
  return (
    <form onSubmit={onSubmit} noValidate className="mt-2 grid gap-4">
      <Field label="Title" required error={wrong("/title")} hint="The problem in one line, not the solution.">
        <Input
          value={title}
          maxLength={500}
          autoComplete="off"
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setTitle(event.target.value)}
        />
      </Field>
      <Field label="Problem" optional error={wrong("/problem")} hint="What is hard today, for whom.">
        <Textarea value={problem} rows={4} maxLength={100_000} onChange={(event) => setProblem(event.target.value)} />
      </Field>
      <FormEnd trouble={trouble} busy={busy} onCancel={onClose} shortcut="Mod+Enter">
        Make idea and link
      </FormEnd>
    </form>
  );
}
