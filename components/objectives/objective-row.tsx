"use client";

import { PaceWord } from "#components/metrics/pace-word.tsx";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import type { RecordThread } from "#components/trace/use-threads.ts";
import { Button } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import type { Output } from "#lib/api/client.ts";
import { type KeyResult, KeyResultRow } from "./key-result-row.tsx";
import { ObjectiveProgress } from "./objective-progress.tsx";
import { periodOf } from "./period.ts";

export type ObjectiveRowProps = {
  objective: Output<"objective.tree">["data"][number];
  /** How deep in the tree; 0 is the top. */
  depth: number;
  owner: string | null;
  /** What its product is called, where that is to be told. */
  product: string | null;
  threadOf: (keyResultId: string) => RecordThread | undefined;
  onCheckIn: (result: KeyResult) => void;
};

/** How far a level of the tree is set in, in rem; deeper ones stay there. */
const indent = 1.5;
const deepest = 4;

/** An objective with its key results, as the tree shows it. */
export function ObjectiveRow({ objective, depth, owner, product, threadOf, onCheckIn }: ObjectiveRowProps) {
  const { slug } = useWorkspace();
  const mayWrite = useMay("strategy:write");
  const { id, title, pace, confidence, state, results } = objective;
  const about = [product, owner, periodOf(objective)].filter(Boolean).join(", ");
  return (
    <section
      aria-label={title}
      className="border-b border-line px-4 py-3"
      style={{ paddingLeft: `${1 + Math.min(depth, deepest) * indent}rem` }}
    >
      <div className="flex flex-wrap items-start gap-x-6 gap-y-1">
        <div className="min-w-0 flex-1 basis-60">
          <h2 className="font-strong wrap-anywhere">
            <Link
              href={`/w/${slug}/objectives/${id}`}
              data-stop
              className="hover:underline hover:decoration-line-strong hover:underline-offset-3"
              dir="auto"
            >
              {title}
            </Link>
          </h2>
          {about && <p className="text-s text-ink-3">{about}</p>}
        </div>
        {results.length > 0 && (
          <div className="grid w-60 gap-1 max-sm:w-full">
            <ObjectiveProgress objective={objective} />
            <PaceWord pace={pace} confidence={confidence} />
          </div>
        )}
      </div>
      {results.length === 0 && state === "open" && (
        <p className="mt-1 text-s text-ink-3">No key result yet says when it is reached.</p>
      )}
      {results.length > 0 && (
        <div className="mt-2 divide-y divide-line border-l border-line pl-4">
          {results.map((result) => (
            <KeyResultRow
              key={result.id}
              result={result}
              thread={threadOf(result.id)}
              actions={
                mayWrite &&
                state === "open" && (
                  <Button size="s" data-stop onClick={() => onCheckIn(result)}>
                    Check in<span className="sr-only"> on {result.title}</span>
                  </Button>
                )
              }
            />
          ))}
        </div>
      )}
    </section>
  );
}
