"use client";

import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Link } from "#components/ui/link.tsx";
import type { LinkedRecord } from "./link-picker.tsx";
import type { LinkedResult } from "./objective-picker.tsx";

export type ServedObjectivesProps = { objectives: readonly LinkedRecord[]; keyResults: readonly LinkedResult[] };

/** The objectives that a card serves, with those of their key results that it is for. */
export function ServedObjectives({ objectives, keyResults }: ServedObjectivesProps) {
  const { slug } = useWorkspace();
  return (
    <section>
      <h3 className="mb-1 text-s text-ink-3">Objectives</h3>
      <ul className="grid gap-1">
        {objectives.map(({ id, title }) => {
          const results = keyResults.filter(({ objectiveId }) => objectiveId === id);
          return (
            <li key={id} className="wrap-anywhere">
              <Link
                href={`/w/${slug}/objectives/${id}`}
                className="hover:underline hover:underline-offset-3"
                dir="auto"
              >
                {title}
              </Link>
              {results.length > 0 && (
                <ul className="pl-3 text-s text-ink-2">
                  {results.map((result) => (
                    <li key={result.id} dir="auto">
                      {result.title}
                    </li>
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
