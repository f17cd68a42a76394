"use client";

import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import type { Horizon, Place } from "./board.ts";

const dataOf = (data: Record<string | symbol, unknown>) => (typeof data.cardId === "string" ? data.cardId : null);

/** Makes an element a card that can be picked up. `lifted` while it is. */
export function useDraggableCard(element: RefObject<HTMLElement | null>, cardId: string, active: boolean): boolean {
  const [lifted, setLifted] = useState(false);
  useEffect(() => {
    if (!element.current || !active) return;
    return draggable({
      element: element.current,
      getInitialData: () => ({ cardId }),
      onDragStart: () => setLifted(true),
      onDrop: () => setLifted(false),
    });
  }, [element, cardId, active]);
  return lifted;
}

/**
 * Makes an element a column that takes cards. Its cards carry `data-card`; a card is dropped in front of the first one
 * whose middle is below the pointer. `over` is that index while a card hangs over the column.
 */
export function useDropColumn(
  element: RefObject<HTMLElement | null>,
  horizon: Horizon,
  active: boolean,
): number | null {
  const [over, setOver] = useState<number | null>(null);
  useEffect(() => {
    const column = element.current;
    if (!column || !active) return;
    const indexAt = (y: number, lifted: string | null) => {
      const cards = [...column.querySelectorAll<HTMLElement>("[data-card]")].filter(
        (card) => card.dataset.card !== lifted,
      );
      const before = cards.findIndex((card) => {
        const { top, height } = card.getBoundingClientRect();
        return y < top + height / 2;
      });
      return before < 0 ? cards.length : before;
    };
    return combine(
      dropTargetForElements({
        element: column,
        canDrop: ({ source }) => dataOf(source.data) !== null,
        getData: ({ input, source }) => ({ horizon, index: indexAt(input.clientY, dataOf(source.data)) }),
        onDrag: ({ self }) => setOver(Number(self.data.index)),
        onDragLeave: () => setOver(null),
        onDrop: () => setOver(null),
      }),
    );
  }, [element, horizon, active]);
  return over;
}

/** Hears where cards are dropped, and while one hangs in the air. */
export function useCardDrops(onDropped: (cardId: string, to: Place) => void, onDragging: (dragging: boolean) => void) {
  const dropped = useEffectEvent(onDropped);
  const dragging = useEffectEvent(onDragging);
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => dataOf(source.data) !== null,
        onDragStart: () => dragging(true),
        onDrop: ({ source, location }) => {
          dragging(false);
          const target = location.current.dropTargets[0]?.data;
          const cardId = dataOf(source.data);
          if (target && cardId) dropped(cardId, { horizon: target.horizon as Horizon, index: Number(target.index) });
        },
      }),
    [],
  );
}
