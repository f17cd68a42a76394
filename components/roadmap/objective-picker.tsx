"use client";

import { KeyResultChoice } from "./key-result-choice.tsx";
import { type LinkedRecord, LinkPicker } from "./link-picker.tsx";

/** A key result, and the objective it belongs to. */
export type LinkedResult = LinkedRecord & { objectiveId: string };

export type ObjectivePickerProps = {
  objectives: LinkedRecord[];
  results: LinkedResult[];
  onChange: (objectives: LinkedRecord[], results: LinkedResult[]) => void;
};

/** Chooses objectives to link to and, of each, the key results. A key result goes with its objective. */
export function ObjectivePicker({ objectives, results, onChange }: ObjectivePickerProps) {
  const choose = (next: LinkedRecord[]) => {
    const gone = objectives.filter((one) => !next.some(({ id }) => id === one.id));
    onChange(
      next,
      results.filter(({ objectiveId }) => !gone.some(({ id }) => id === objectiveId)),
    );
  };
  return (
    <div className="grid gap-2">
      <LinkPicker label="Objectives" type="objective" chosen={objectives} onChange={choose} />
      {objectives.map((objective) => (
        <KeyResultChoice
          key={objective.id}
          objective={objective}
          chosen={results.map(({ id }) => id)}
          onChoose={(result, isChosen) =>
            onChange(
              objectives,
              isChosen
                ? [...results, { ...result, objectiveId: objective.id }]
                : results.filter(({ id }) => id !== result.id),
            )
          }
        />
      ))}
    </div>
  );
}
