"use client";

import { useQuery } from "@tanstack/react-query";
import { RecordForm } from "#components/shell/record-form.tsx";
import type { VersionField } from "#components/shell/versions-screen.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { formatValue } from "#components/ui/format.ts";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { typedNumber } from "#components/ui/typed-number.ts";
import { api, apiQuery } from "#lib/api/client.ts";
import { confidenceText } from "./confidence.ts";
import { ConfidenceField } from "./confidence-field.tsx";
import type { KeyResult } from "./key-result-row.tsx";

export type KeyResultDialogProps = {
  objectiveId: string;
  /** The key result to change, null for a new one, undefined while closed. */
  result: KeyResult | null | undefined;
  onClose: () => void;
};

/** Makes a key result, or changes what it says. What it is measured by stays. */
export function KeyResultDialog({ objectiveId, result, onClose }: KeyResultDialogProps) {
  return (
    <Dialog
      open={result !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={result ? "Edit key result" : "New key result"}
    >
      {result !== undefined && <KeyResultForm objectiveId={objectiveId} result={result} onDone={onClose} />}
    </Dialog>
  );
}

const milestone = "milestone";
const saidBy = ({ title, metricId, start, target, dueOn, confidence }: KeyResult) => ({
  title,
  measuredBy: metricId ?? milestone,
  start: String(start),
  target: String(target),
  dueOn: dueOn ?? "",
  confidence: confidenceText(confidence),
});
type Said = ReturnType<typeof saidBy>;
const blank: Said = { title: "", measuredBy: milestone, start: "", target: "", dueOn: "", confidence: "" };

const fields: readonly VersionField<Said>[] = [
  { name: "title", label: "Title" },
  { name: "start", label: "From" },
  { name: "target", label: "To" },
  { name: "dueOn", label: "Due on" },
  { name: "confidence", label: "Confidence in %" },
];

type FormProps = { objectiveId: string; result: KeyResult | null; onDone: () => void };

function KeyResultForm({ objectiveId, result, onDone }: FormProps) {
  const { slug, currency } = useWorkspace();
  const metrics = useQuery(apiQuery(slug, "metric.list", { limit: 200 }));
  const all = metrics.data?.data ?? [];
  const metricOf = ({ measuredBy }: Said) => all.find(({ id }) => id === measuredBy);
  const standsAt = (metric: ReturnType<typeof metricOf>) =>
    metric?.latest && `It stands at ${formatValue(metric.latest.value, metric.unit, currency)} now.`;
  const check = (said: Said) => {
    const wanted = (["start", "target"] as const)
      .filter((name) => Number.isNaN(typedNumber(said[name])))
      .map((name) => [name, "A number, please"]);
    const needs = metricOf(said) && said.target.trim() === "" ? [["target", "The level it should reach"]] : [];
    return [...wanted, ...needs].map(([name, message = ""]) => ({ pointer: `/${name}`, code: "invalid", message }));
  };
  const send = (said: Said, ifMatch: number | null) => {
    const [start, target] = [typedNumber(said.start), typedNumber(said.target)];
    const input = {
      title: said.title,
      ...(start === null ? {} : { start }),
      ...(target === null ? {} : { target }),
      dueOn: said.dueOn || null,
      confidence: typedNumber(said.confidence),
    };
    if (result && ifMatch !== null) {
      return api("keyResult.update", { id: result.id, ...input }, { workspace: slug, ifMatch });
    }
    const metricId = said.measuredBy === milestone ? null : said.measuredBy;
    return api("keyResult.create", { id: objectiveId, metricId, ...input }, { workspace: slug });
  };
  return (
    <RecordForm
      record={result}
      type="keyResult"
      read={saidBy}
      blank={blank}
      fields={fields}
      check={check}
      send={send}
      onDone={onDone}
      makes="Make key result"
    >
      {({ values, set, wrong }) => (
        <>
          <Field label="Title" required error={wrong("/title")}>
            <Input value={values.title} maxLength={500} onChange={(e) => set({ title: e.target.value })} />
          </Field>
          {!result && (
            <Field
              label="Measured by"
              error={wrong("/metricId")}
              hint={standsAt(metricOf(values)) ?? "A milestone goes from 0 to 100 by check-ins."}
            >
              <Select
                options={[
                  { value: milestone, label: "Nothing: a milestone" },
                  ...all.map(({ id, name }) => ({ value: id, label: name })),
                ]}
                value={values.measuredBy}
                onValueChange={(measuredBy) => set({ measuredBy })}
              />
            </Field>
          )}
          <div className="grid gap-4 sm:grid-cols-2">
            <Field
              label="From"
              optional
              error={wrong("/start")}
              hint={metricOf(values) ? "Left out: as it is now." : undefined}
            >
              <Input inputMode="decimal" value={values.start} onChange={(e) => set({ start: e.target.value })} />
            </Field>
            <Field label="To" required={metricOf(values) !== undefined} error={wrong("/target")}>
              <Input inputMode="decimal" value={values.target} onChange={(e) => set({ target: e.target.value })} />
            </Field>
          </div>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Due on" optional error={wrong("/dueOn")}>
              <Input type="date" value={values.dueOn} onChange={(e) => set({ dueOn: e.target.value })} />
            </Field>
            <ConfidenceField
              value={values.confidence}
              onChange={(confidence) => set({ confidence })}
              error={wrong("/confidence")}
            />
          </div>
        </>
      )}
    </RecordForm>
  );
}
