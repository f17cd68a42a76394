"use client";

import { useQuery } from "@tanstack/react-query";
import { confidenceText } from "#components/objectives/confidence.ts";
import { ConfidenceField } from "#components/objectives/confidence-field.tsx";
import { RecordForm } from "#components/shell/record-form.tsx";
import type { VersionField } from "#components/shell/versions-screen.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { formatValue } from "#components/ui/format.ts";
import { Input } from "#components/ui/input.tsx";
import { Link } from "#components/ui/link.tsx";
import { Select } from "#components/ui/select.tsx";
import { typedNumber } from "#components/ui/typed-number.ts";
import { api, apiQuery, type Output } from "#lib/api/client.ts";

type Outcome = Output<"initiative.get">["outcomes"][number];
export type OutcomeDialogProps = {
  initiativeId: string;
  /** The outcome to change, null for a new one, undefined while closed. */
  outcome: Outcome | null | undefined;
  onClose: () => void;
};

/** A bet on a metric: the level it should reach, by when, and how sure one is. Which metric it is on stays. */
export function OutcomeDialog({ initiativeId, outcome, onClose }: OutcomeDialogProps) {
  return (
    <Dialog
      open={outcome !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={outcome ? "Edit outcome" : "Add an outcome"}
      description={outcome?.metric.name}
      size="s"
    >
      {outcome !== undefined && <OutcomeForm initiativeId={initiativeId} outcome={outcome} onDone={onClose} />}
    </Dialog>
  );
}

const saidBy = ({ metricId, baseline, expected, confidence, dueOn }: Outcome) => ({
  metricId: metricId as string | null,
  baseline: baseline === null ? "" : String(baseline),
  expected: String(expected),
  confidence: confidenceText(confidence),
  dueOn: dueOn ?? "",
});
type Said = ReturnType<typeof saidBy>;
const blank: Said = { metricId: null, baseline: "", expected: "", confidence: "", dueOn: "" };

const fields: readonly VersionField<Said>[] = [
  { name: "baseline", label: "Baseline" },
  { name: "expected", label: "Expected level" },
  { name: "confidence", label: "Confidence in %" },
  { name: "dueOn", label: "Review on" },
];

const isNumber = (number: number | null): number is number => number !== null && Number.isFinite(number);

/** What cannot be sent: a bet on nothing, or to no level. */
function check({ metricId, baseline, expected }: Said) {
  const level = typedNumber(baseline);
  return [
    ...(metricId === null ? [["metricId", "Choose a metric"]] : []),
    ...(isNumber(typedNumber(expected)) ? [] : [["expected", "A number, please"]]),
    ...(level === null || isNumber(level) ? [] : [["baseline", "A number, please"]]),
  ].map(([name, message = ""]) => ({ pointer: `/${name}`, code: "invalid", message }));
}

type FormProps = { initiativeId: string; outcome: Outcome | null; onDone: () => void };

function OutcomeForm({ initiativeId, outcome, onDone }: FormProps) {
  const { slug, currency } = useWorkspace();
  const metrics = useQuery(apiQuery(slug, "metric.list", { limit: 200 }));
  const all = metrics.data?.data ?? [];
  const standsAt = ({ metricId }: Said) => {
    const metric = all.find(({ id }) => id === metricId);
    return metric?.latest ? `It stands at ${formatValue(metric.latest.value, metric.unit, currency)} now.` : undefined;
  };
  const send = ({ metricId, ...said }: Said, ifMatch: number | null) => {
    const bet = {
      id: initiativeId,
      expected: Number(typedNumber(said.expected)),
      confidence: typedNumber(said.confidence),
      dueOn: said.dueOn || null,
    };
    if (outcome && ifMatch !== null) {
      const input = { ...bet, outcomeId: outcome.id, baseline: typedNumber(said.baseline) };
      return api("outcome.update", input, { workspace: slug, ifMatch });
    }
    return api("outcome.create", { ...bet, metricId: metricId ?? "" }, { workspace: slug });
  };
  if (!outcome && metrics.data && all.length === 0) {
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
    <RecordForm
      record={outcome}
      type="outcome"
      read={saidBy}
      blank={blank}
      fields={fields}
      check={check}
      send={send}
      onDone={onDone}
      makes="Add outcome"
    >
      {({ values, set, wrong }) => (
        <>
          {outcome ? (
            <Field
              label="Baseline"
              optional
              error={wrong("/baseline")}
              hint="Where the metric stood when the work began. Left out: as it is when the card enters Now."
            >
              <Input inputMode="decimal" value={values.baseline} onChange={(e) => set({ baseline: e.target.value })} />
            </Field>
          ) : (
            <Field label="Metric" required error={wrong("/metricId")} hint={standsAt(values)}>
              <Select
                options={all.map(({ id, name }) => ({ value: id, label: name }))}
                value={values.metricId}
                onValueChange={(metricId) => set({ metricId })}
              />
            </Field>
          )}
          <Field
            label="Expected level"
            required
            error={wrong("/expected")}
            hint="The level it should reach, not the change."
          >
            <Input inputMode="decimal" value={values.expected} onChange={(e) => set({ expected: e.target.value })} />
          </Field>
          <div className="grid gap-4 sm:grid-cols-2">
            <ConfidenceField
              value={values.confidence}
              onChange={(confidence) => set({ confidence })}
              error={wrong("/confidence")}
            />
            <Field label="Review on" optional error={wrong("/dueOn")}>
              <Input type="date" value={values.dueOn} onChange={(e) => set({ dueOn: e.target.value })} />
            </Field>
          </div>
        </>
      )}
    </RecordForm>
  );
}
