"use client";

import { CornerDownLeft } from "lucide-react";
import { StandingWord } from "#components/customers/standing-word.tsx";
import { MarkedWords } from "#components/search/marked-words.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { formatMoney, formatPlural } from "#components/ui/format.ts";
import type { SimilarIdea } from "./use-similar.ts";

export type SimilarIdeasProps = {
  ideas: readonly SimilarIdea[];
  busy: boolean;
  onPick: (idea: SimilarIdea) => void;
};

/** Known ideas that it may be; one tap, or Enter, adds the customer's voice. */
export function SimilarIdeas({ ideas, busy, onPick }: SimilarIdeasProps) {
  const { currency } = useWorkspace();
  return (
    <section aria-labelledby="similar" className="min-w-0">
      <h2 id="similar" className="mb-1 flex items-baseline gap-2 text-ink-2">
        Is it one of these?
        <span className="text-s text-ink-3">Choosing one sends it</span>
      </h2>
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
        {ideas.map((idea) => (
          <li key={idea.id}>
            <button
              type="button"
              aria-disabled={busy}
              onClick={() => !busy && onPick(idea)}
              className="group flex w-full min-w-0 items-center gap-3 px-3 py-2 text-left transition-colors hover:bg-hover focus-visible:bg-hover focus-visible:-outline-offset-2 pointer-coarse:py-3"
            >
              <span className="min-w-0 flex-1">
                <span dir="auto" className="line-clamp-2 text-pretty wrap-anywhere">
                  <MarkedWords pieces={idea.titlePieces} />
                </span>
                <span className="mt-0.5 flex flex-wrap items-center gap-x-2 text-s text-ink-3">
                  <StandingWord standing={idea.standing} />
                  {idea.companies > 0 && (
                    <span>
                      {formatPlural(idea.companies, "company", "companies")}
                      {idea.arr > 0 && `, ${formatMoney(idea.arr, currency)}`}
                    </span>
                  )}
                  {idea.isAsked && <span>They asked for it before</span>}
                </span>
              </span>
              <CornerDownLeft
                aria-hidden
                className="size-4 shrink-0 text-ink-3 opacity-0 transition-opacity group-hover:opacity-100 group-focus-visible:opacity-100"
              />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
