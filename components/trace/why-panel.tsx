import { WhyStepView } from "./why-step-view.tsx";
import type { WhyStep } from "./why-steps.ts";

export type WhyPanelProps = { steps: readonly WhyStep[]; currency: string };

/** The thread grown tall: from the customers' words to what came of them. Stands in a Drawer or on a page. */
export function WhyPanel({ steps, currency }: WhyPanelProps) {
  return (
    <ol className="grid grid-cols-[minmax(0,1fr)] wrap-anywhere">
      {steps.map((step, at) => {
        const next = steps[at + 1];
        return (
          <WhyStepView
            key={step.key}
            step={step}
            currency={currency}
            line={next ? (step.kind === "gap" || next.kind === "gap" ? "broken" : "whole") : "none"}
          />
        );
      })}
    </ol>
  );
}
