"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { VersionsScreen } from "#components/shell/versions-screen.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { DialogFooter } from "#components/ui/dialog-footer.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { useVersions } from "#components/ui/use-versions.ts";
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

/** What the form edits, with the links by their ids. */
const editedOf = (initiative: Initiative) => ({
  title: initiative.title,
  problem: initiative.problem,
  targetOutcome: initiative.targetOutcome,
  confidence: initiative.confidence === null ? "" : String(initiative.confidence),
  ideaIds: initiative.ideaIds,
  objectiveIds: initiative.objectiveIds,
});
type Edited = ReturnType<typeof editedOf>;

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
  const versions = useVersions(initiative, editedOf);
  const save = (edited: Edited) =>
    submit(async () => {
      const fields = { ...edited, confidence: edited.confidence === "" ? null : Number(edited.confidence) };
      if (initiative) {
        const send = (ifMatch: number) =>
          api("initiative.update", { id: initiative.id, ...fields }, { workspace: slug, ifMatch });
        if (!(await versions.save(edited, send))) return;
      } else await api("initiative.create", { ...fields, horizon }, { workspace: slug });
      await queries.invalidateQueries({ queryKey: [slug] });
      onDone();
    });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const [ideaIds, objectiveIds] = [ideas, objectives].map((all) => all.map(({ id }) => id)) as [string[], string[]];
    void save({ title, problem, targetOutcome, confidence, ideaIds, objectiveIds });
  };
  if (initiative && versions.conflict) {
    // Theirs may be linked to what this form has not heard of; the card behind it has.
    const known = new Map([...linked.ideas, ...linked.objectives, ...ideas, ...objectives].map((one) => [one.id, one]));
    const recordOf = (id: string) => known.get(id) ?? { id, title: "…" };
    const titles = (ids: readonly string[]) => ids.map((id) => recordOf(id).title).join("\n");
    return (
      <VersionsScreen
        conflict={versions.conflict}
        fields={[
          { name: "title", label: "Title" },
          { name: "problem", label: "Problem" },
          { name: "targetOutcome", label: "Target outcome" },
          { name: "ideaIds", label: "Ideas", show: titles },
          { name: "objectiveIds", label: "Objectives", show: titles },
          { name: "confidence", label: "Confidence in %" },
        ]}
        about={{ type: "initiative", id: initiative.id }}
        busy={busy}
        trouble={trouble}
        onBack={versions.back}
        onSave={(chosen) => {
          versions.settle();
          setTitle(chosen.title);
          setProblem(chosen.problem);
          setTargetOutcome(chosen.targetOutcome);
          setConfidence(chosen.confidence);
          setIdeas(chosen.ideaIds.map(recordOf));
          setObjectives(chosen.objectiveIds.map(recordOf));
          void save(chosen);
        }}
      />
    );
  }
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
