import { type OwnWords, ownWords } from "#lib/feedback/own-words/rules.ts";

/** Marks, spaces and signs differ between what is stored and what is read; letters and numbers do not. */
const bare = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, "").toLowerCase();

/**
 * The parts of a message as they are shown. A quote that stands in the folded part opens it; one that begins in the
 * sender's own words and ends in the folded part keeps the message in one piece.
 */
export function partsShown(text: string, quotes: readonly string[]): OwnWords & { isOpen: boolean } {
  const parts = ownWords(text);
  if (parts.kind === null || quotes.length === 0) return { ...parts, isOpen: false };
  const own = bare(parts.own);
  const folded = bare(parts.folded);
  const elsewhere = quotes.map(bare).filter((quote) => !own.includes(quote));
  const isCut = elsewhere.some((quote) => !folded.includes(quote) && (own + folded).includes(quote));
  if (isCut) return { own: text, folded: "", kind: null, isOpen: false };
  return { ...parts, isOpen: elsewhere.some((quote) => folded.includes(quote)) };
}
