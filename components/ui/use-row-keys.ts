"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { singleKeysOn } from "./shortcut-setting.ts";

type RowKeys = {
  count: number;
  /** Rows that are in the document now. */
  shown: readonly number[];
  /** How many rows Page Up and Down jump. */
  page: () => number;
  scrollTo: (index: number) => void;
  open: (index: number) => void;
};

/** One tab stop for many rows, of which only some are in the document: arrows, pages, Home, End, Enter. */
export function useRowKeys({ count, shown, page, scrollTo, open }: RowKeys) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [current, setCurrent] = useState(0);
  const wanted = useRef<number | null>(null);

  // The row may not be in the document until the list has scrolled to it.
  useEffect(() => {
    if (wanted.current === null) return;
    const row = body.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });

  const go = (to: number) => {
    const index = Math.max(0, Math.min(count - 1, to));
    wanted.current = index;
    setCurrent(index);
    scrollTo(index);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!(event.target instanceof HTMLTableRowElement)) return;
    const single = singleKeysOn();
    if (event.key === "ArrowDown" || (single && event.key === "j")) go(current + 1);
    else if (event.key === "ArrowUp" || (single && event.key === "k")) go(current - 1);
    else if (event.key === "PageDown") go(current + page());
    else if (event.key === "PageUp") go(current - page());
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(count - 1);
    else if (event.key === "Enter") open(current);
    else return;
    event.preventDefault();
  };

  // When the current row was scrolled away, the first one in view takes its place as the tab stop.
  const stop = shown.includes(current) ? current : shown[0];

  return {
    body,
    onKeyDown,
    onFocus: setCurrent,
    tabIndex: (index: number) => (index === stop ? 0 : -1),
  };
}
