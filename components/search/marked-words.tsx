import type { Hit } from "./record-href.ts";

export type MarkedWordsProps = { pieces: Hit["excerpt"] };

/** A text with the words that were found marked. */
export function MarkedWords({ pieces }: MarkedWordsProps) {
  return pieces.map(({ text, match }, at) => {
    return match ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>;
  });
}
