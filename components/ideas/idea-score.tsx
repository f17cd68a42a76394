"use client";

import { useState } from "react";
import { useMay } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Facts } from "#components/ui/facts.tsx";
import type { Output } from "#lib/api/client.ts";
import { ScoreDialog } from "./score-dialog.tsx";
import { formatScore, inputsOf, scoreWords } from "./score-words.ts";

export type IdeaScoreProps = { idea: Output<"idea.get"> };

/** What the idea scores, and of what: a score without its inputs cannot be argued about. */
export function IdeaScore({ idea }: IdeaScoreProps) {
  const mayWrite = useMay("ideas:write");
  const [scoring, setScoring] = useState(false);
  const { score } = idea;
  return (
    <section aria-labelledby="score">
      <div className="mb-1 flex min-h-6 items-center justify-between gap-2">
        <h3 id="score" className="text-ink-2">
          Score
        </h3>
        {mayWrite && (
          <Button size="s" {...(score && { "aria-label": "Change the score" })} onClick={() => setScoring(true)}>
            {score ? "Change" : "Score it"}
          </Button>
        )}
      </div>
      {score ? (
        <>
          <p className="text-l">{formatScore(score.value)}</p>
          <p className="mb-2 text-s text-ink-3">
            {scoreWords[score.model].label}: {scoreWords[score.model].formula}
          </p>
          <Facts facts={inputsOf(score).map(([name, value]) => [name, value] as const)} />
        </>
      ) : (
        <p className="text-ink-3">None yet</p>
      )}
      <ScoreDialog open={scoring} onOpenChange={setScoring} idea={idea} />
    </section>
  );
}
