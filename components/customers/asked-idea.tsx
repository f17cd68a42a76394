"use client";

import { Lightbulb, SquareKanban } from "lucide-react";
import { VerdictWord } from "#components/roadmap/verdict-word.tsx";
import { reasonWords } from "#components/shell/reason-words.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { formatValue } from "#components/ui/format.ts";
import { formatPlainDay } from "#components/ui/format-time.ts";
import { Link } from "#components/ui/link.tsx";
import type { Ask } from "./ask-item.tsx";

type Idea = Ask["ideas"][number];
type Card = Idea["initiatives"][number];
export type AskedIdeaProps = { idea: Idea };

const quiet = "hover:underline hover:underline-offset-3";

/** An idea that an ask belongs to, with its cards and what was measured. */
export function AskedIdea({ idea }: AskedIdeaProps) {
  const { slug, setAsideReasons } = useWorkspace();
  const reason = idea.setAsideReason && reasonWords(setAsideReasons, idea.setAsideReason);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-1 border-l-2 border-line-strong pl-2.5">
      <p className="flex min-w-0 items-baseline gap-1.5">
        <Lightbulb aria-hidden className="size-3.5 shrink-0 self-center text-ink-3" />
        <Link href={`/w/${slug}/ideas/${idea.id}`} className={`min-w-0 truncate ${quiet}`} dir="auto">
          {idea.title}
        </Link>
        <span className="max-w-1/2 shrink-0 truncate text-s text-ink-3">
          {idea.state === "set_aside" ? `set aside${reason ? `: ${reason}` : ""}` : idea.stage.name}
        </span>
      </p>
      {idea.initiatives.map((card) => (
        <AskedCard key={card.id} card={card} />
      ))}
    </li>
  );
}

function AskedCard({ card }: { card: Card }) {
  const { slug, currency, horizonNames } = useWorkspace();
  return (
    <div>
      <p className="flex min-w-0 items-baseline gap-1.5">
        <SquareKanban aria-hidden className="size-3.5 shrink-0 self-center text-ink-3" />
        <Link href={`/w/${slug}/roadmap?card=${card.id}`} className={`min-w-0 truncate ${quiet}`} dir="auto">
          {card.title}
        </Link>
        <bdi className="max-w-1/2 shrink-0 truncate text-s text-ink-3">
          {card.state === "set_aside" ? "set aside" : horizonNames[card.horizon]}
        </bdi>
      </p>
      {card.outcomes.map(({ id, metric, verdict, expected, actual, dueOn }) => (
        <p key={id} className="flex flex-wrap items-baseline gap-x-1 pl-5 text-s text-ink-3">
          <span dir="auto">{metric.name}</span>
          {verdict ? (
            <VerdictWord
              verdict={verdict}
              expected={formatValue(expected, metric.unit, currency)}
              actual={actual === null ? null : formatValue(actual, metric.unit, currency)}
            />
          ) : (
            <span>
              to {formatValue(expected, metric.unit, currency)}
              {dueOn && ` by ${formatPlainDay(dueOn)}`}
            </span>
          )}
        </p>
      ))}
    </div>
  );
}
