"use client";

import { createContext, type ReactNode, useContext } from "react";

/** A text with its marks, and what it looks like when it is formatted. */
export type ReadyText = { text: string; marks: readonly string[]; words: ReactNode };
export type ReadyWordsProps = { texts: readonly ReadyText[]; children: ReactNode };

const Context = createContext<readonly ReadyText[]>([]);

/** Markdown that the server has formatted: where the same texts are shown below, the parser need not be loaded for them. */
export function ReadyWords({ texts, children }: ReadyWordsProps) {
  return <Context value={texts}>{children}</Context>;
}

/** Null where the text did not come formatted. */
export function useReadyWords(text: string, marks: readonly string[]): ReactNode {
  const same = ({ text: its, marks: theirs }: ReadyText) =>
    its === text && theirs.length === marks.length && theirs.every((mark, at) => mark === marks[at]);
  return useContext(Context).find(same)?.words ?? null;
}
