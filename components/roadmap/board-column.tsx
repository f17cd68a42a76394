"use client";

import { Fragment, type ReactNode, useRef } from "react";
import { formatNumber } from "#components/ui/format.ts";
import { Link } from "#components/ui/link.tsx";
import type { Card, Column } from "./board.ts";
import { ColumnHeader } from "./column-header.tsx";
import { useDropColumn } from "./use-drag.ts";

export type BoardColumnProps = {
  column: Column;
  /** What stands here when there is no card. */
  empty: string;
  /** Where all of its cards are listed. */
  allHref: string;
  mayMove: boolean;
  renderCard: (card: Card) => ReactNode;
};

/** One horizon: its cards in order, and a line where a card would be dropped. */
export function BoardColumn({ column, empty, allHref, mayMove, renderCard }: BoardColumnProps) {
  const element = useRef<HTMLElement>(null);
  const over = useDropColumn(element, column.horizon, mayMove);
  const id = `column-${column.horizon}`;
  const line = <li aria-hidden className="h-0.5 rounded-full bg-accent" />;
  const hidden = column.count - column.cards.length;
  return (
    <section ref={element} aria-labelledby={id} className="flex min-h-40 flex-col max-sm:snap-start">
      <ColumnHeader id={id} label={column.name} count={column.count} />
      <ul className="grid content-start gap-2 pt-1">
        {column.cards.map((card, at) => (
          <Fragment key={card.id}>
            {over === at && line}
            {renderCard(card)}
          </Fragment>
        ))}
        {over !== null && over >= column.cards.length && line}
      </ul>
      {column.cards.length === 0 && over === null && <p className="px-0.5 py-1 text-s text-ink-3">{empty}</p>}
      {hidden > 0 && (
        <Link
          href={allHref}
          className="px-0.5 py-2 text-s text-ink-3 underline decoration-line-strong underline-offset-3 hover:text-ink"
        >
          and {formatNumber(hidden)} {column.horizon === "done" ? "older" : "more"}
        </Link>
      )}
    </section>
  );
}
