"use client";

import { useQueryState } from "nuqs";
import { useCallback } from "react";
import { parseAsSearch } from "./search-param.ts";

/** Puts the words of the page's filter into the address, in place of those before: letter by letter would be a long way back. */
export function useSetWords(): (words: string) => void {
  const [, setWords] = useQueryState("q", parseAsSearch);
  return useCallback((words) => void setWords(words), [setWords]);
}
