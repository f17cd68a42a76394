"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { OwnerField } from "#components/people/owner-field.tsx";
import { usePeople } from "#components/people/use-people.ts";
import { RecordForm } from "#components/shell/record-form.tsx";
import type { VersionField } from "#components/shell/versions-screen.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { toast } from "#components/ui/toast.ts";
import { api, type Output } from "#lib/api/client.ts";

type Metric = Output<"metric.get">;
export type MetricDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The metric to change; null makes a new one. */
  metric: Metric | null;
};

const units = [
  { value: "number", label: "Number" },
  { value: "percent", label: "Percent" },
  { value: "currency", label: "Money" },
  { value: "duration", label: "Duration", hint: "in seconds" },
  { value: "score", label: "Score" },
] as const;
const directions = [
  { value: "up", label: "Up is better" },
  { value: "down", label: "Down is better" },
] as const;
const classes = [
  { value: "outcome", label: "Outcome", hint: "what customers or the business get" },
  { value: "leading", label: "Leading", hint: "moves before the outcome does" },
  { value: "guardrail", label: "Guardrail", hint: "must not get worse" },
  { value: "output", label: "Output", hint: "what we did" },
  { value: "vanity", label: "Vanity", hint: "looks good, decides nothing" },
] as const;

const keyFrom = (name: string) =>
  name
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 100);

/** Makes a metric, or changes what it says about itself. */
export function MetricDialog({ open, onOpenChange, metric }: MetricDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={metric ? "Edit metric" : "New metric"}>
      {open && <MetricForm metric={metric} onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

const saidBy = (metric: Metric) => ({
  name: metric.name,
  definition: metric.definition,
  unit: metric.unit,
  direction: metric.direction,
  class: metric.class,
  ownerId: metric.ownerId,
  cadenceDays: metric.cadenceDays === null ? "" : String(metric.cadenceDays),
});
type Said = ReturnType<typeof saidBy>;
const blank: Said = {
  name: "",
  definition: "",
  unit: "number",
  direction: "up",
  class: "outcome",
  ownerId: null,
  cadenceDays: "",
};

const labelIn = (options: readonly { value: string; label: string }[]) => (value: string) =>
  options.find((option) => option.value === value)?.label ?? value;
const fieldsOf = (nameOf: (id: string | null) => string | null): readonly VersionField<Said>[] => [
  { name: "name", label: "Name" },
  { name: "definition", label: "Definition" },
  { name: "unit", label: "Unit", show: labelIn(units) },
  { name: "direction", label: "Direction", show: labelIn(directions) },
  { name: "class", label: "Class", show: labelIn(classes) },
  { name: "ownerId", label: "Owner", show: (id) => nameOf(id) ?? "Nobody" },
  { name: "cadenceDays", label: "A point every … days" },
];

function MetricForm({ metric, onDone }: { metric: Metric | null; onDone: () => void }) {
  const { slug } = useWorkspace();
  const router = useRouter();
  const { nameOf } = usePeople();
  const [ownKey, setOwnKey] = useState("");
  const keyOf = ({ name }: Said) => (metric ? metric.key : ownKey || keyFrom(name));
  const send = (said: Said, ifMatch: number | null) => {
    const cadenceDays = said.cadenceDays === "" ? null : Number(said.cadenceDays);
    const input = { ...said, key: keyOf(said), cadenceDays };
    return ifMatch !== null
      ? api("metric.update", input, { workspace: slug, ifMatch })
      : api("metric.create", input, { workspace: slug });
  };
  return (
    <RecordForm
      record={metric}
      type="metric"
      read={saidBy}
      blank={blank}
      fields={fieldsOf(nameOf)}
      send={send}
      onDone={onDone}
      onSaved={({ key }) => {
        if (metric) router.refresh();
        else router.push(`/w/${slug}/metrics/${key}`);
        toast({ title: metric ? "Metric saved" : "Metric made", tone: "good" });
      }}
      makes="Make metric"
    >
      {({ values, set, wrong }) => (
        <>
          <Field label="Name" required error={wrong("/name")}>
            <Input value={values.name} maxLength={200} onChange={(e) => set({ name: e.target.value })} />
          </Field>
          <Field
            label="Definition"
            optional
            error={wrong("/definition")}
            hint="What is counted, where it comes from, what is left out."
          >
            <Textarea
              value={values.definition}
              rows={3}
              maxLength={20_000}
              onChange={(e) => set({ definition: e.target.value })}
            />
          </Field>
          <div className="grid gap-4 sm:grid-cols-3">
            <Field label="Unit" error={wrong("/unit")}>
              <Select options={units} value={values.unit} onValueChange={(unit) => set({ unit })} />
            </Field>
            <Field label="Direction" error={wrong("/direction")}>
              <Select options={directions} value={values.direction} onValueChange={(direction) => set({ direction })} />
            </Field>
            <Field label="Class" error={wrong("/class")}>
              <Select options={classes} value={values.class} onValueChange={(chosen) => set({ class: chosen })} />
            </Field>
          </div>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field
              label="A point every … days"
              optional
              error={wrong("/cadenceDays")}
              hint="After that long without one it counts as stale."
            >
              <Input
                inputMode="numeric"
                value={values.cadenceDays}
                onChange={(e) => set({ cadenceDays: e.target.value.trim() })}
              />
            </Field>
            <OwnerField value={values.ownerId} onChange={(ownerId) => set({ ownerId })} error={wrong("/ownerId")} />
            {!metric && (
              <Field label="Key" error={wrong("/key")} hint="Its address in the API. It never changes.">
                <Input value={keyOf(values)} maxLength={100} onChange={(e) => setOwnKey(e.target.value)} />
              </Field>
            )}
          </div>
        </>
      )}
    </RecordForm>
  );
}
