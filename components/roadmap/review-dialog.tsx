"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type VersionField, VersionsScreen } from "#components/shell/versions-screen.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormEnd } from "#components/ui/form-end.tsx";
import { formatValue } from "#components/ui/format.ts";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { typedNumber } from "#components/ui/typed-number.ts";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { useVersions } from "#components/ui/use-versions.ts";
import { api, type Output } from "#lib/api/client.ts";

type Outcome = Output<"initiative.get">["outcomes"][number];
export type ReviewDialogProps = { outcome: Outcome | null; onClose: () => void };

const verdicts = [
  { value: "hit", label: "Hit" },
  { value: "partial", label: "Partly hit" },
  { value: "missed", label: "Missed" },
  { value: "inconclusive", label: "Inconclusive" },
  { value: "not_measured", label: "Not measured", hint: "needs a reason" },
] as const;

/** Did the bet work? The verdict is a person's; the figures are the metric's. */
export function ReviewDialog({ outcome, onClose }: ReviewDialogProps) {
  return (
    <Dialog open={outcome !== null} onOpenChange={(open) => !open && onClose()} title="Did it work?" size="m">
      {outcome && <ReviewForm outcome={outcome} onDone={onClose} />}
    </Dialog>
  );
}

const judgedIn = (outcome: Outcome) => ({
  verdict: outcome.verdict,
  actual: String(outcome.actual ?? outcome.current?.value ?? ""),
  reason: outcome.reason ?? "",
  learning: outcome.learning ?? "",
  nextAction: outcome.nextAction ?? "",
});
type Judged = ReturnType<typeof judgedIn>;
const fields: readonly VersionField<Judged>[] = [
  {
    name: "verdict",
    label: "Verdict",
    show: (value) => verdicts.find((one) => one.value === value)?.label ?? "",
  },
  { name: "actual", label: "Reached" },
  { name: "reason", label: "Why not?" },
  { name: "learning", label: "What did we learn?" },
  { name: "nextAction", label: "What follows from it?" },
];

function ReviewForm({ outcome, onDone }: { outcome: Outcome; onDone: () => void }) {
  const { slug, currency } = useWorkspace();
  const queries = useQueryClient();
  const [values, setValues] = useState(() => judgedIn(outcome));
  const { verdict, actual, reason, learning, nextAction } = values;
  const set = (next: Partial<Judged>) => setValues((now) => ({ ...now, ...next }));
  const [missing, setMissing] = useState(false);
  const { busy, wrong, trouble, submit } = useApiForm();
  const text = (value: number | null) =>
    value === null ? "unknown" : formatValue(value, outcome.metric.unit, currency);
  const versions = useVersions(outcome, judgedIn);
  const save = async (judged: Judged) => {
    const { verdict, actual } = judged;
    setMissing(verdict === null);
    if (verdict === null) return;
    await submit(async () => {
      const input = {
        id: outcome.initiativeId,
        outcomeId: outcome.id,
        verdict,
        actual: verdict === "not_measured" ? null : typedNumber(actual),
        reason: judged.reason.trim() || null,
        learning: judged.learning.trim() || null,
        nextAction: judged.nextAction.trim() || null,
      };
      const send = (ifMatch: number) => api("outcome.review", input, { workspace: slug, ifMatch });
      if (!(await versions.save(judged, send))) return;
      await queries.invalidateQueries({ queryKey: [slug] });
      onDone();
    });
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void save(values);
  };
  if (versions.conflict) {
    return (
      <VersionsScreen
        conflict={versions.conflict}
        fields={fields}
        about={{ type: "outcome", id: outcome.id }}
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
      <p className="text-ink-2">
        <bdi>{outcome.metric.name}</bdi>: {text(outcome.baseline)} → {text(outcome.expected)} expected
      </p>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Verdict" required error={missing ? "Choose a verdict" : wrong("/verdict")}>
          <Select options={verdicts} value={verdict} onValueChange={(chosen) => set({ verdict: chosen })} />
        </Field>
        {verdict === "not_measured" ? (
          <Field label="Why not?" required error={wrong("/reason")}>
            <Input value={reason} maxLength={10_000} onChange={(e) => set({ reason: e.target.value })} />
          </Field>
        ) : (
          <Field label="Reached" error={wrong("/actual")}>
            <Input inputMode="decimal" value={actual} onChange={(e) => set({ actual: e.target.value })} />
          </Field>
        )}
      </div>
      <Field label="What did we learn?" optional error={wrong("/learning")}>
        <Textarea rows={3} maxLength={10_000} value={learning} onChange={(e) => set({ learning: e.target.value })} />
      </Field>
      <Field label="What follows from it?" optional error={wrong("/nextAction")}>
        <Textarea
          rows={2}
          maxLength={10_000}
          value={nextAction}
          onChange={(e) => set({ nextAction: e.target.value })}
        />
      </Field>
      <FormEnd trouble={trouble} busy={busy} onCancel={onDone}>
        Save the verdict
      </FormEnd>
    </form>
  );
}
