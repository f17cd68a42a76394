"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { DialogFooter } from "#components/ui/dialog-footer.tsx";
import { Field } from "#components/ui/field.tsx";
import { formatValue } from "#components/ui/format.ts";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { useApiForm } from "#components/ui/use-api-form.ts";
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

function ReviewForm({ outcome, onDone }: { outcome: Outcome; onDone: () => void }) {
  const { slug, currency } = useWorkspace();
  const queries = useQueryClient();
  const [verdict, setVerdict] = useState<Outcome["verdict"]>(outcome.verdict);
  const [actual, setActual] = useState(String(outcome.actual ?? outcome.current?.value ?? ""));
  const [reason, setReason] = useState(outcome.reason ?? "");
  const [learning, setLearning] = useState(outcome.learning ?? "");
  const [nextAction, setNextAction] = useState(outcome.nextAction ?? "");
  const [missing, setMissing] = useState(false);
  const { busy, wrong, trouble, submit } = useApiForm();
  const text = (value: number | null) =>
    value === null ? "unknown" : formatValue(value, outcome.metric.unit, currency);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(verdict === null);
    if (verdict === null) return;
    const measured = Number(actual.replace(",", "."));
    void submit(async () => {
      const input = {
        id: outcome.initiativeId,
        outcomeId: outcome.id,
        verdict,
        actual: actual.trim() === "" || verdict === "not_measured" ? null : measured,
        reason: reason.trim() || null,
        learning: learning.trim() || null,
        nextAction: nextAction.trim() || null,
      };
      await api("outcome.review", input, { workspace: slug });
      await queries.invalidateQueries({ queryKey: [slug] });
      onDone();
    });
  };
  return (
    <form onSubmit={onSubmit} noValidate className="grid gap-4">
      <p className="text-ink-2">
        {outcome.metric.name}: {text(outcome.baseline)} → {text(outcome.expected)} expected
      </p>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Verdict" required error={missing ? "Choose a verdict" : wrong("/verdict")}>
          <Select options={verdicts} value={verdict} onValueChange={setVerdict} />
        </Field>
        {verdict === "not_measured" ? (
          <Field label="Why not?" required error={wrong("/reason")}>
            <Input value={reason} maxLength={10_000} onChange={(e) => setReason(e.target.value)} />
          </Field>
        ) : (
          <Field label="Reached" error={wrong("/actual")}>
            <Input inputMode="decimal" value={actual} onChange={(e) => setActual(e.target.value)} />
          </Field>
        )}
      </div>
      <Field label="What did we learn?" optional error={wrong("/learning")}>
        <Textarea rows={3} maxLength={10_000} value={learning} onChange={(e) => setLearning(e.target.value)} />
      </Field>
      <Field label="What follows from it?" optional error={wrong("/nextAction")}>
        <Textarea rows={2} maxLength={10_000} value={nextAction} onChange={(e) => setNextAction(e.target.value)} />
      </Field>
      {trouble && (
        <p role="alert" className="text-bad">
          {trouble}
        </p>
      )}
      <DialogFooter>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy}>
          Save the verdict
        </Button>
      </DialogFooter>
    </form>
  );
}
