import { cutAt, markRanges } from "./mark-ranges.ts";

export type PlainWordsProps = { text: string; marks: readonly string[] };

/** Text as it was written, with passages marked. */
export function PlainWords({ text, marks }: PlainWordsProps) {
  let at = 0;
  return (
    <p dir="auto" className="whitespace-pre-wrap">
      {cutAt(text, 0, markRanges(text, marks)).map((piece) => {
        const key = at;
        at += piece.text.length;
        return piece.marked ? <mark key={key}>{piece.text}</mark> : piece.text;
      })}
    </p>
  );
}
