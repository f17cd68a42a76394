"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { type FormEvent, useState } from "react";
import { confidenceIn } from "#components/objectives/confidence.ts";
import { ConfidenceField } from "#components/objectives/confidence-field.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormEnd } from "#components/ui/form-end.tsx";
import { formatValue } from "#components/ui/format.ts";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { api, apiQuery } from "#lib/api/client.ts";

export type OutcomeDialogProps = { open: boolean; onOpenChange: (open: boolean) => void; initiativeId: string };

/** A bet on a metric: the level it should reach, by when, and how sure one is. */
export function OutcomeDialog({ open, onOpenChange, initiativeId }: OutcomeDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Add an outcome" size="s">
      {open && <OutcomeForm initiativeId={initiativeId} onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

function OutcomeForm({ initiativeId, onDone }: { initiativeId: string; onDone: () => void }) {
  const { slug, currency } = useWorkspace();
  const queries = useQueryClient();
  const metrics = useQuery(apiQuery(slug, "metric.list", { limit: 200 }));
  const all = metrics.data?.data ?? [];
  const [metricId, setMetricId] = useState<string | null>(null);
  const [expected, setExpected] = useState("");
  const [confidence, setConfidence] = useState("");
  const [dueOn, setDueOn] = useState("");
  const [missing, setMissing] = useState(false);
  const { busy, wrong, trouble, submit } = useApiForm();
  const metric = all.find(({ id }) => id === metricId);
  const level = Number(expected.replace(",", "."));
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const incomplete = metricId === null || expected.trim() === "" || !Number.isFinite(level);
    setMissing(incomplete);
    if (incomplete || metricId === null) return;
    void submit(async () => {
      const input = {
        id: initiativeId,
        metricId,
        expected: level,
        confidence: confidenceIn(confidence),
        dueOn: dueOn || null,
      };
      await api("outcome.create", input, { workspace: slug });
      await queries.invalidateQueries({ queryKey: [slug] });
      onDone();
    });
  };
  if (metrics.data && all.length === 0) {
    return (
      <p>
        There is no metric yet to bet on.{" "}
        <Link href={`/w/${slug}/metrics`} className="underline underline-offset-2">
          Make one
        </Link>
        , with a few points, and come back.
      </p>
    );
  }
  return (
    <form onSubmit={onSubmit} noValidate className="grid gap-4">
      <Field
        label="Metric"
        required
        error={missing && metricId === null ? "Choose a metric" : wrong("/metricId")}
        hint={
          metric?.latest ? `It stands at ${formatValue(metric.latest.value, metric.unit, currency)} now.` : undefined
        }
      >
        <Select
          options={all.map(({ id, name }) => ({ value: id, label: name }))}
          value={metricId}
          onValueChange={setMetricId}
        />
      </Field>
      <Field
        label="Expected level"
        required
        error={missing && !(expected.trim() && Number.isFinite(level)) ? "A number, please" : wrong("/expected")}
        hint="The level it should reach, not the change."
      >
        <Input inputMode="decimal" value={expected} onChange={(e) => setExpected(e.target.value)} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <ConfidenceField value={confidence} onChange={setConfidence} error={wrong("/confidence")} />
        <Field label="Review on" optional error={wrong("/dueOn")}>
          <Input type="date" value={dueOn} onChange={(e) => setDueOn(e.target.value)} />
        </Field>
      </div>
      <FormEnd trouble={trouble} busy={busy} onCancel={onDone}>
        Add outcome
      </FormEnd>
    </form>
  );
}
