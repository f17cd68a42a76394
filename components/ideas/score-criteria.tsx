"use client";

import { Plus, Trash2 } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Input } from "#components/ui/input.tsx";
import { blankCriterion, type Criterion } from "./score-draft.ts";

export type ScoreCriteriaProps = {
  criteria: Criterion[];
  onChange: (criteria: Criterion[]) => void;
  /** What is wrong with a field, by its pointer among the criteria; with none, with all of them. */
  wrong: (pointer: string) => string | undefined;
};

/** So many does the API take. */
const most = 20;
const parts = [
  { name: "name", label: "Criterion" },
  { name: "weight", label: "Weight" },
  { name: "value", label: "Value" },
] as const;

/** What counts, how much, and how the idea does in it. */
export function ScoreCriteria({ criteria, onChange, wrong }: ScoreCriteriaProps) {
  const trouble = wrong("");
  return (
    <fieldset className="grid min-w-0 gap-3">
      <legend className="mb-1 text-s text-ink-3">Weights 0 to 100, values 0 to 10.</legend>
      {criteria.map((criterion, at) => (
        <div key={at} className="grid grid-cols-[minmax(0,1fr)_5rem_5rem_auto] items-start gap-2">
          {parts.map(({ name, label }) => (
            <Field
              key={name}
              label={at === 0 ? label : `${label} ${at + 1}`}
              labelHidden={at > 0}
              error={wrong(`/${at}/${name}`)}
            >
              <Input
                {...(name === "name" ? { maxLength: 100 } : { inputMode: "decimal" as const })}
                value={criterion[name]}
                onChange={(e) => onChange(criteria.with(at, { ...criterion, [name]: e.target.value }))}
              />
            </Field>
          ))}
          <IconButton
            className={at === 0 ? "mt-6" : ""}
            label={`Remove ${criterion.name.trim() || `criterion ${at + 1}`}`}
            icon={<Trash2 aria-hidden className="size-4" />}
            disabled={criteria.length === 1}
            onClick={() => onChange(criteria.toSpliced(at, 1))}
          />
        </div>
      ))}
      {trouble && (
        <p role="alert" className="text-s text-bad">
          {trouble}
        </p>
      )}
      {criteria.length < most && (
        <div>
          <Button size="s" onClick={() => onChange([...criteria, blankCriterion])}>
            <Plus aria-hidden className="size-3.5" />
            Add a criterion
          </Button>
        </div>
      )}
    </fieldset>
  );
}
