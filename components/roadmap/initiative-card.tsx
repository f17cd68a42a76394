import type { KeyboardEventHandler, Ref } from "react";
import { type Demand, DemandWords } from "#components/ideas/demand-words.tsx";
import type { RecordThread } from "#components/trace/use-threads.ts";
import { WhyThread } from "#components/trace/why-thread.tsx";
import { Avatar } from "#components/ui/avatar.tsx";
import { Chip } from "#components/ui/chip.tsx";
import { cx } from "#components/ui/cx.ts";
import { Link } from "#components/ui/link.tsx";
import { StatusWord } from "#components/ui/status-word.tsx";
import { OutcomeLine, type OutcomeLineItem } from "./outcome-line.tsx";

export type InitiativeCardItem = {
  id: string;
  title: string;
  /** Null where there is none, or where it says nothing: all cards are of it. */
  productName: string | null;
  outcome: OutcomeLineItem | null;
  /** Outcomes besides the one shown. */
  moreOutcomes: number;
  reviewOverdue: boolean;
  objectives: readonly { id: string; title: string }[];
  demand: Demand;
  thread: RecordThread;
  ownerName: string | null;
  /** How sure the owner is of the card as a whole, 0 to 100. */
  confidence: number | null;
};

export type InitiativeCardProps = {
  card: InitiativeCardItem;
  currency: string;
  href: string;
  /** Opens the Why panel on this card. */
  /** 0 for the card that the Tab key reaches, -1 for the others. */
  tabIndex: 0 | -1;
  selected?: boolean;
  /** Being dragged: the place it leaves stays visible. */
  lifted?: boolean;
  linkRef?: Ref<HTMLAnchorElement>;
  onFocus?: () => void;
  onKeyDown?: KeyboardEventHandler<HTMLAnchorElement>;
};

/** A card of the roadmap. Its title is the link, stretched over the card; the thread on it opens "Why?". */
export function InitiativeCard({
  card,
  currency,
  href,
  tabIndex,
  selected,
  lifted,
  linkRef,
  onFocus,
  onKeyDown,
}: InitiativeCardProps) {
  return (
    <article
      className={cx(
        "relative grid grid-cols-[minmax(0,1fr)] gap-2 rounded-card border bg-surface p-3 transition-colors has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-1 has-[a:focus-visible]:outline-accent",
        selected ? "border-accent" : "border-line hover:border-line-strong",
        lifted && "opacity-40",
      )}
    >
      <h3 className="text-balance wrap-anywhere">
        <Link
          ref={linkRef}
          href={href}
          tabIndex={tabIndex}
          draggable={false}
          onFocus={onFocus}
          onKeyDown={onKeyDown}
          className="outline-none after:absolute after:inset-0 after:rounded-card"
          dir="auto"
        >
          {card.title}
        </Link>
      </h3>
      {card.productName && (
        <p className="-mt-1 truncate text-s text-ink-3" dir="auto">
          {card.productName}
        </p>
      )}
      {card.outcome ? (
        <OutcomeLine outcome={card.outcome} currency={currency} />
      ) : (
        <p className="text-s text-ink-3">No outcome yet</p>
      )}
      {card.moreOutcomes > 0 && <p className="text-s text-ink-3">and {card.moreOutcomes} more</p>}
      {card.reviewOverdue && <StatusWord sign="warn">Review is due</StatusWord>}
      {card.objectives.length > 0 && (
        <ul aria-label="Objectives" className="flex flex-wrap gap-1">
          {card.objectives.map((objective) => (
            <li key={objective.id} className="max-w-full">
              <Chip>{objective.title}</Chip>
            </li>
          ))}
        </ul>
      )}
      <footer className="flex items-center gap-2 text-s text-ink-3">
        <WhyThread
          subject={{ type: "initiative", id: card.id }}
          title={card.title}
          thread={card.thread}
          tabIndex={tabIndex}
        />
        <span className="truncate">
          <DemandWords demand={card.demand} currency={currency} />
        </span>
        <span className="ml-auto flex shrink-0 items-center gap-2">
          {card.confidence !== null && (
            <span title={`${card.confidence}\u202f% confident`}>
              {card.confidence}&#8239;%<span className="sr-only"> confident</span>
            </span>
          )}
          {card.ownerName && <Avatar name={card.ownerName} />}
        </span>
      </footer>
    </article>
  );
}
