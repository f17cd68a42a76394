"use client";

import { type RefObject, useEffect, useState } from "react";

const most = 2000;

/** The words selected in one text inside `ref`, or null. What is selected elsewhere, or across texts, does not count. */
export function useSelectedQuote(ref: RefObject<HTMLElement | null>): string | null {
  const [quote, setQuote] = useState<string | null>(null);
  useEffect(() => {
    const read = () => {
      const selection = document.getSelection();
      const words = ref.current && selection ? passageOf(selection, ref.current) : "";
      setQuote(words && words.length <= most ? words : null);
    };
    document.addEventListener("selectionchange", read);
    return () => document.removeEventListener("selectionchange", read);
  }, [ref]);
  return quote;
}

/** The selected words if they all stand in one text of those in `box`, else nothing. */
function passageOf(selection: Selection, box: HTMLElement): string {
  if (selection.isCollapsed || selection.rangeCount === 0) return "";
  const range = selection.getRangeAt(0).cloneRange();
  const { startContainer: from } = range;
  const text = (from instanceof Element ? from : from.parentElement)?.closest(".prose");
  if (!text || !box.contains(text)) return "";
  // Three clicks on a last paragraph select up to the beginning of whatever comes after it.
  if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
  const words = selection.toString().replace(/\s+/g, " ").trim();
  return range.toString().replace(/\s/g, "") === words.replaceAll(" ", "") ? words : "";
}
