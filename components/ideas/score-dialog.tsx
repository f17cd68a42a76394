"use client";

import { RecordForm, type RecordFormState } from "#components/shell/record-form.tsx";
import type { VersionField } from "#components/shell/versions-screen.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { toast } from "#components/ui/toast.ts";
import { api, type Output } from "#lib/api/client.ts";
import { type ScoreModel, scoreModels } from "#lib/ideas/rules.ts";
import { ScoreCriteria } from "./score-criteria.tsx";
import { draftOf, draftWords, keyOf, problemsIn, type ScoreDraft, scoreIn, valueIn } from "./score-draft.ts";
import { formatScore, impactOptions, scoreWords } from "./score-words.ts";

type Idea = Output<"idea.get">;
export type ScoreDialogProps = { open: boolean; onOpenChange: (open: boolean) => void; idea: Idea };

/** Scores an idea by one of the models: its inputs are kept, its value is computed. */
export function ScoreDialog({ open, onOpenChange, idea }: ScoreDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Score" description={idea.title}>
      {open && <ScoreForm idea={idea} onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

type Values = { score: ScoreDraft };
const fields: readonly VersionField<Values>[] = [{ name: "score", label: "Score", show: draftWords }];
const valuesOf = ({ score }: Idea): Values => ({ score: draftOf(score) });

const models = [
  ...scoreModels.map((value) => ({ value, label: scoreWords[value].label })),
  { value: "none" as const, label: "No score" },
];

function ScoreForm({ idea, onDone }: { idea: Idea; onDone: () => void }) {
  const { slug } = useWorkspace();
  return (
    <RecordForm
      record={idea}
      type="idea"
      read={valuesOf}
      blank={valuesOf(idea)}
      fields={fields}
      check={({ score }) => problemsIn(score)}
      send={({ score }, version) =>
        api(
          "idea.update",
          { id: idea.id, score: scoreIn(score) },
          { workspace: slug, ifMatch: version ?? idea.version },
        )
      }
      onDone={onDone}
      onSaved={({ score }) => toast({ title: score ? "Score saved" : "Score taken away", tone: "good" })}
      makes="Save"
    >
      {(form) => <ScoreFields {...form} />}
    </RecordForm>
  );
}

function ScoreFields({ values: { score }, set, wrong }: RecordFormState<Values>) {
  const change = (next: Partial<ScoreDraft>) => set({ score: { ...score, ...next } });
  const value = valueIn(score);
  return (
    <>
      <Field label="Model" hint="Scores of different models do not compare.">
        <Select options={models} value={score.model} onValueChange={(model) => change({ model })} />
      </Field>
      {score.model === "weighted" ? (
        <ScoreCriteria
          criteria={score.criteria}
          onChange={(criteria) => change({ criteria })}
          wrong={(pointer) => wrong(`/score/inputs/criteria${pointer}`)}
        />
      ) : (
        score.model !== "none" && <ScoreInputs model={score.model} score={score} change={change} wrong={wrong} />
      )}
      {score.model !== "none" && (
        <p aria-live="polite" className="border-t border-line pt-3 text-ink-2">
          {scoreWords[score.model].label}: {scoreWords[score.model].formula}
          {value !== null && <strong className="font-strong text-ink"> = {formatScore(value)}</strong>}
        </p>
      )}
    </>
  );
}

type ScoreInputsProps = {
  model: ScoreModel;
  score: ScoreDraft;
  change: (next: Partial<ScoreDraft>) => void;
  wrong: (pointer: string) => string | undefined;
};

function ScoreInputs({ model, score: { typed }, change, wrong }: ScoreInputsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {Object.entries(scoreWords[model].inputs).map(([name, { label, hint }]) => {
        const key = keyOf(model, name);
        const put = (text: string) => change({ typed: { ...typed, [key]: text } });
        return (
          <Field key={key} label={label} hint={hint} error={wrong(`/score/inputs/${name}`)}>
            {model === "rice" && name === "impact" ? (
              <Select options={impactOptions} value={typed[key] ?? null} onValueChange={put} />
            ) : (
              <Input inputMode="decimal" value={typed[key] ?? ""} onChange={(e) => put(e.target.value)} />
            )}
          </Field>
        );
      })}
    </div>
  );
}
