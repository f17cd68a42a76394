"use client";

import { useState } from "react";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { formatPlainDay } from "#components/ui/format-time.ts";
import type { Output } from "#lib/api/client.ts";
import { OutcomeActions } from "./outcome-actions.tsx";
import { OutcomeDialog } from "./outcome-dialog.tsx";
import { OutcomeLine } from "./outcome-line.tsx";
import { ReviewDialog } from "./review-dialog.tsx";

type Initiative = Output<"initiative.get">;
type Outcome = Initiative["outcomes"][number];
export type OutcomeListProps = {
  initiative: Initiative;
  /** The courses of its metrics, as far as they are here yet. */
  metrics: Output<"trace.get">["metrics"];
};

/** A card's bets, each with its course and, once there is one, its verdict. */
export function OutcomeList({ initiative, metrics }: OutcomeListProps) {
  const { slug, currency } = useWorkspace();
  const mayWrite = useMay("roadmap:write");
  const [edited, setEdited] = useState<Outcome | null | undefined>(undefined);
  const [reviewing, setReviewing] = useState<Outcome | null>(null);
  const courseOf = ({ metricId, current }: Outcome) =>
    metrics.find(({ id }) => id === metricId)?.series.map(({ value }) => value) ?? (current ? [current.value] : []);
  return (
    <section aria-labelledby="outcomes">
      <h3 id="outcomes" className="mb-1 text-s text-ink-3">
        Outcomes
      </h3>
      {initiative.outcomes.length === 0 && (
        <p className="text-ink-3">No outcome yet. What should this change, measured on which metric?</p>
      )}
      <ul className="grid gap-4">
        {initiative.outcomes.map((outcome) => (
          <li key={outcome.id} className="grid gap-2">
            <OutcomeLine
              currency={currency}
              tells="course"
              metricHref={`/w/${slug}/metrics/${outcome.metric.key}`}
              outcome={{
                metricName: outcome.metric.name,
                unit: outcome.metric.unit,
                baseline: outcome.baseline,
                expected: outcome.expected,
                actual: outcome.actual,
                verdict: outcome.verdict,
                pace: outcome.pace,
                confidence: outcome.confidence,
                series: courseOf(outcome),
              }}
            />
            {outcome.learning && (
              <p dir="auto" className="text-ink-2">
                {outcome.learning}
              </p>
            )}
            <div className="flex items-center gap-2 text-s text-ink-3">
              {outcome.dueOn && !outcome.verdict && <span>Review on {formatPlainDay(outcome.dueOn)}</span>}
              {mayWrite && (
                <span className="ml-auto flex gap-1">
                  <Button size="s" onClick={() => setReviewing(outcome)}>
                    {outcome.verdict ? "Review again…" : "Review…"}
                  </Button>
                  <OutcomeActions outcome={outcome} onEdit={() => setEdited(outcome)} />
                </span>
              )}
            </div>
          </li>
        ))}
      </ul>
      {mayWrite && (
        <Button className="mt-3" onClick={() => setEdited(null)}>
          Add an outcome
        </Button>
      )}
      <OutcomeDialog initiativeId={initiative.id} outcome={edited} onClose={() => setEdited(undefined)} />
      <ReviewDialog outcome={reviewing} onClose={() => setReviewing(null)} />
    </section>
  );
}
