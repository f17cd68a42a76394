"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { VersionsScreen } from "#components/shell/versions-screen.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { DialogFooter } from "#components/ui/dialog-footer.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { useVersions } from "#components/ui/use-versions.ts";
import { api, type Output } from "#lib/api/client.ts";

type Idea = Output<"idea.get">;
export type IdeaDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The idea to change; null makes a new one. */
  idea: Idea | null;
};

/** Makes an idea, or changes its words. */
export function IdeaDialog({ open, onOpenChange, idea }: IdeaDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={idea ? "Edit idea" : "New idea"} size="l">
      {open && <IdeaForm idea={idea} onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

const wordsOf = ({ title, problem, value, hypothesis }: Idea) => ({ title, problem, value, hypothesis });
type Words = ReturnType<typeof wordsOf>;
const blank: Words = { title: "", problem: "", value: "", hypothesis: "" };

const parts = [
  { name: "problem", label: "Problem", hint: "What is hard today, for whom. In their words where you can.", rows: 5 },
  { name: "value", label: "Value", hint: "What it is worth to them, and to us, when it is solved.", rows: 3 },
  { name: "hypothesis", label: "Hypothesis", hint: "We believe that … will … We will know when …", rows: 3 },
] as const;
const fields = [{ name: "title", label: "Title" }, ...parts] as const;

function IdeaForm({ idea, onDone }: { idea: Idea | null; onDone: () => void }) {
  const { slug } = useWorkspace();
  const router = useRouter();
  const queries = useQueryClient();
  const [values, setValues] = useState(idea ? wordsOf(idea) : blank);
  const { busy, wrong, trouble, submit } = useApiForm();
  const versions = useVersions(idea, wordsOf);
  const save = (words: Words) =>
    submit(async () => {
      if (idea) {
        const send = (ifMatch: number) => api("idea.update", { id: idea.id, ...words }, { workspace: slug, ifMatch });
        if (!(await versions.save(words, send))) return;
      }
      const made = idea ? null : await api("idea.create", words, { workspace: slug });
      await queries.invalidateQueries({ queryKey: [slug] });
      onDone();
      if (made) router.push(`/w/${slug}/ideas/${made.id}`);
    });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void save(values);
  };
  if (idea && versions.conflict) {
    return (
      <VersionsScreen
        conflict={versions.conflict}
        fields={fields}
        about={{ type: "idea", id: idea.id }}
        busy={busy}
        trouble={trouble}
        onBack={versions.back}
        onSave={(chosen) => {
          versions.settle();
          setValues(chosen);
          void save(chosen);
        }}
      />
    );
  }
  return (
    <form onSubmit={onSubmit} noValidate className="grid gap-4">
      <Field label="Title" required error={wrong("/title")} hint="The problem in one line, not the solution.">
        <Input value={values.title} maxLength={500} onChange={(e) => setValues({ ...values, title: e.target.value })} />
      </Field>
      {parts.map(({ name, label, hint, rows }) => (
        <Field key={name} label={label} optional hint={hint} error={wrong(`/${name}`)}>
          <Textarea
            value={values[name]}
            rows={rows}
            maxLength={100_000}
            onChange={(e) => setValues({ ...values, [name]: e.target.value })}
          />
        </Field>
      ))}
      {trouble && (
        <p role="alert" className="text-bad">
          {trouble}
        </p>
      )}
      <DialogFooter>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy}>
          {idea ? "Save" : "Make idea"}
        </Button>
      </DialogFooter>
    </form>
  );
}
