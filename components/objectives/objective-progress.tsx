import { ProgressBar } from "#components/ui/progress-bar.tsx";
import type { Objective } from "#lib/objectives/schema.ts";

type ObjectiveProgressProps = { objective: Pick<Objective, "title" | "progress" | "expected"> };

/** How far an objective is, with a mark where an even pace would be. */
export function ObjectiveProgress({ objective: { title, progress, expected } }: ObjectiveProgressProps) {
  const far = progress === null ? "not measured yet" : `${Math.round(progress)} %`;
  return (
    <ProgressBar
      label={`Progress of ${title}`}
      value={(progress ?? 0) / 100}
      expected={expected === null ? null : expected / 100}
      valueText={expected === null ? far : `${far}, ${Math.round(expected)} % at an even pace`}
    />
  );
}
