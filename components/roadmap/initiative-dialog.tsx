"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { DialogFooter } from "#components/ui/dialog-footer.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { api, type Output } from "#lib/api/client.ts";
import { type LinkedRecord, LinkPicker } from "./link-picker.tsx";

type Initiative = Output<"initiative.get">;
export type InitiativeDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The card to change; null makes a new one. */
  initiative: Initiative | null;
  /** Ideas and objectives that the card is linked to now, with their titles. */
  linked?: { ideas: LinkedRecord[]; objectives: LinkedRecord[] };
};

const nothing = { ideas: [], objectives: [] };

/** Makes a card, or changes its words and what it is linked to. */
export function InitiativeDialog({ open, onOpenChange, initiative, linked = nothing }: InitiativeDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={initiative ? "Edit initiative" : "New initiative"} size="l">
      {open && <InitiativeForm initiative={initiative} linked={linked} onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

type FormProps = Required<Pick<InitiativeDialogProps, "initiative" | "linked">> & { onDone: () => void };

function InitiativeForm({ initiative, linked, onDone }: FormProps) {
  const { slug, horizonNames } = useWorkspace();
  const queries = useQueryClient();
  const [title, setTitle] = useState(initiative?.title ?? "");
  const [problem, setProblem] = useState(initiative?.problem ?? "");
  const [targetOutcome, setTargetOutcome] = useState(initiative?.targetOutcome ?? "");
  const [horizon, setHorizon] = useState<"now" | "next" | "later">("next");
  const [confidence, setConfidence] = useState(initiative?.confidence == null ? "" : String(initiative.confidence));
  const [ideas, setIdeas] = useState(linked.ideas);
  const [objectives, setObjectives] = useState(linked.objectives);
  const { busy, wrong, trouble, submit } = useApiForm();
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const fields = {
      title,
      problem,
      targetOutcome,
      confidence: confidence === "" ? null : Number(confidence),
      ideaIds: ideas.map(({ id }) => id),
      objectiveIds: objectives.map(({ id }) => id),
    };
    void submit(async () => {
      if (initiative) {
        const options = { workspace: slug, ifMatch: initiative.version };
        await api("initiative.update", { id: initiative.id, ...fields }, options);
      } else await api("initiative.create", { ...fields, horizon }, { workspace: slug });
      await queries.invalidateQueries({ queryKey: [slug] });
      onDone();
    });
  };
  return (
    <form onSubmit={onSubmit} noValidate className="grid gap-4">
      <Field
        label="Title"
        required
        error={wrong("/title")}
        hint="What will be true for people, rather than what you build."
      >
        <Input value={title} maxLength={500} onChange={(e) => setTitle(e.target.value)} />
      </Field>
      <Field label="Problem" optional error={wrong("/problem")}>
        <Textarea value={problem} rows={3} maxLength={50_000} onChange={(e) => setProblem(e.target.value)} />
      </Field>
      <Field
        label="Target outcome"
        optional
        error={wrong("/targetOutcome")}
        hint="In words; the numbers come as an outcome on a metric."
      >
        <Textarea
          value={targetOutcome}
          rows={2}
          maxLength={50_000}
          onChange={(e) => setTargetOutcome(e.target.value)}
        />
      </Field>
      <LinkPicker label="Ideas" type="idea" chosen={ideas} onChange={setIdeas} />
      <LinkPicker label="Objectives" type="objective" chosen={objectives} onChange={setObjectives} />
      <div className="grid gap-4 sm:grid-cols-2">
        {!initiative && (
          <Field label="Horizon" error={wrong("/horizon")}>
            <Select
              options={(["now", "next", "later"] as const).map((value) => ({ value, label: horizonNames[value] }))}
              value={horizon}
              onValueChange={setHorizon}
            />
          </Field>
        )}
        <Field label="Confidence in %" optional error={wrong("/confidence")}>
          <Input inputMode="numeric" value={confidence} onChange={(e) => setConfidence(e.target.value.trim())} />
        </Field>
      </div>
      {trouble && (
        <p role="alert" className="text-bad">
          {trouble}
        </p>
      )}
      <DialogFooter>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy}>
          {initiative ? "Save" : "Make initiative"}
        </Button>
      </DialogFooter>
    </form>
  );
}
