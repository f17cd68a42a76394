"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type VersionField, VersionsScreen } from "#components/shell/versions-screen.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { DialogFooter } from "#components/ui/dialog-footer.tsx";
import { Field } from "#components/ui/field.tsx";
import { formatValue } from "#components/ui/format.ts";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { useVersions } from "#components/ui/use-versions.ts";
import { api, apiQuery } from "#lib/api/client.ts";
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
  confidence: confidence === null ? "" : String(confidence),
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

const isNumber = (text: string) => text.trim() === "" || Number.isFinite(Number(text.replace(",", ".")));
const number = (text: string) => (text.trim() === "" ? undefined : Number(text.replace(",", ".")));

type FormProps = { objectiveId: string; result: KeyResult | null; onDone: () => void };

function KeyResultForm({ objectiveId, result, onDone }: FormProps) {
  const { slug, currency } = useWorkspace();
  const queries = useQueryClient();
  const metrics = useQuery(apiQuery(slug, "metric.list", { limit: 200 }));
  const all = metrics.data?.data ?? [];
  const [values, setValues] = useState(result ? saidBy(result) : blank);
  const [bad, setBad] = useState<Partial<Record<"start" | "target", string>>>({});
  const set = (next: Partial<Said>) => setValues((now) => ({ ...now, ...next }));
  const { busy, wrong, trouble, submit } = useApiForm();
  const versions = useVersions(result, saidBy);
  const metric = all.find(({ id }) => id === values.measuredBy);

  const save = (said: Said) => {
    const problems = {
      ...(isNumber(said.start) ? {} : { start: "A number, please" }),
      ...(isNumber(said.target)
        ? metric && said.target.trim() === ""
          ? { target: "The level it should reach" }
          : {}
        : { target: "A number, please" }),
    };
    setBad(problems);
    if (Object.keys(problems).length > 0) return;
    void submit(async () => {
      const [start, target] = [number(said.start), number(said.target)];
      const input = {
        title: said.title,
        ...(start === undefined ? {} : { start }),
        ...(target === undefined ? {} : { target }),
        dueOn: said.dueOn || null,
        confidence: said.confidence === "" ? null : Number(said.confidence),
      };
      if (result) {
        const send = (ifMatch: number) =>
          api("keyResult.update", { id: result.id, ...input }, { workspace: slug, ifMatch });
        if (!(await versions.save(said, send))) return;
      } else {
        const metricId = said.measuredBy === milestone ? null : said.measuredBy;
        await api("keyResult.create", { id: objectiveId, metricId, ...input }, { workspace: slug });
      }
      await queries.invalidateQueries({ queryKey: [slug] });
      onDone();
    });
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    save(values);
  };
  if (result && versions.conflict) {
    return (
      <VersionsScreen
        conflict={versions.conflict}
        fields={fields}
        about={{ type: "keyResult", id: result.id }}
        busy={busy}
        trouble={trouble}
        onBack={versions.back}
        onSave={(chosen) => {
          versions.settle();
          setValues(chosen);
          save(chosen);
        }}
      />
    );
  }
  return (
    <form onSubmit={onSubmit} noValidate className="grid gap-4">
      <Field label="Title" required error={wrong("/title")}>
        <Input value={values.title} maxLength={500} onChange={(e) => set({ title: e.target.value })} />
      </Field>
      {!result && (
        <Field
          label="Measured by"
          error={wrong("/metricId")}
          hint={
            metric?.latest
              ? `It stands at ${formatValue(metric.latest.value, metric.unit, currency)} now.`
              : "A milestone goes from 0 to 100 by check-ins."
          }
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
          error={bad.start ?? wrong("/start")}
          hint={metric ? "Left out: as it is now." : undefined}
        >
          <Input inputMode="decimal" value={values.start} onChange={(e) => set({ start: e.target.value })} />
        </Field>
        <Field label="To" required={metric !== undefined} error={bad.target ?? wrong("/target")}>
          <Input inputMode="decimal" value={values.target} onChange={(e) => set({ target: e.target.value })} />
        </Field>
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Due on" optional error={wrong("/dueOn")}>
          <Input type="date" value={values.dueOn} onChange={(e) => set({ dueOn: e.target.value })} />
        </Field>
        <Field label="Confidence in %" optional error={wrong("/confidence")}>
          <Input
            inputMode="numeric"
            value={values.confidence}
            onChange={(e) => set({ confidence: e.target.value.trim() })}
          />
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
          {result ? "Save" : "Make key result"}
        </Button>
      </DialogFooter>
    </form>
  );
}
