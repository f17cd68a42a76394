"use client";

import { type KeyboardEvent, useLayoutEffect, useRef } from "react";
import { InitiativeCard, type InitiativeCardItem } from "./initiative-card.tsx";
import { useDraggableCard } from "./use-drag.ts";

export type BoardCardProps = {
  card: InitiativeCardItem;
  currency: string;
  href: string;
  mayMove: boolean;
  tabIndex: 0 | -1;
  onFocus: () => void;
  /** The card goes while the focus is in it: to another column, or for good. */
  onFocusLost: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLAnchorElement>) => void;
};

/** A card on the board, to be picked up by the pointer. */
export function BoardCard({ mayMove, card, onFocusLost, ...rest }: BoardCardProps) {
  const element = useRef<HTMLLIElement>(null);
  const gone = useRef(onFocusLost);
  useLayoutEffect(() => {
    gone.current = onFocusLost;
  });
  useLayoutEffect(() => {
    const item = element.current;
    return () => {
      if (item?.contains(document.activeElement)) gone.current();
    };
  }, []);
  const lifted = useDraggableCard(element, card.id, mayMove);
  return (
    <li ref={element} data-card={card.id}>
      <InitiativeCard {...rest} card={card} lifted={lifted} />
    </li>
  );
}
