"use client";

import { useRouter } from "next/navigation";
import { RecordForm } from "#components/shell/record-form.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
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
  return (
    <RecordForm
      record={idea}
      type="idea"
      read={wordsOf}
      blank={blank}
      fields={fields}
      send={(words, ifMatch) =>
        idea && ifMatch !== null
          ? api("idea.update", { id: idea.id, ...words }, { workspace: slug, ifMatch })
          : api("idea.create", words, { workspace: slug })
      }
      onDone={onDone}
      onSaved={({ id }) => !idea && router.push(`/w/${slug}/ideas/${id}`)}
      makes="Make idea"
    >
      {({ values, set, wrong }) => (
        <>
          <Field label="Title" required error={wrong("/title")} hint="The problem in one line, not the solution.">
            <Input value={values.title} maxLength={500} onChange={(e) => set({ title: e.target.value })} />
          </Field>
          {parts.map(({ name, label, hint, rows }) => (
            <Field key={name} label={label} optional hint={hint} error={wrong(`/${name}`)}>
              <Textarea
                value={values[name]}
                rows={rows}
                maxLength={100_000}
                onChange={(e) => set({ [name]: e.target.value })}
              />
            </Field>
          ))}
        </>
      )}
    </RecordForm>
  );
}
