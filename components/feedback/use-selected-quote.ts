"use client";

import { type RefObject, useEffect, useState } from "react";

const most = 2000;

/** The words selected inside `ref`, trimmed, or null. What is selected elsewhere does not count. */
export function useSelectedQuote(ref: RefObject<HTMLElement | null>): string | null {
  const [quote, setQuote] = useState<string | null>(null);
  useEffect(() => {
    const read = () => {
      const selection = document.getSelection();
      const inside =
        selection && !selection.isCollapsed && selection.rangeCount > 0 && ref.current
          ? ref.current.contains(selection.getRangeAt(0).commonAncestorContainer)
          : false;
      const words = inside ? (selection?.toString() ?? "").replace(/\s+/g, " ").trim() : "";
      setQuote(words && words.length <= most ? words : null);
    };
    document.addEventListener("selectionchange", read);
    return () => document.removeEventListener("selectionchange", read);
  }, [ref]);
  return quote;
}
