import { lazy, memo, Suspense } from "react";
import { mentionsAsWords } from "#lib/talk/mentions/rules.ts";
import { cx } from "./cx.ts";
import { plainParagraphs } from "./plain-paragraphs.ts";
import { PlainWords } from "./plain-words.tsx";

export type MarkdownProps = {
  text: string;
  /** Passages to mark, word for word; a difference in white space does not matter. */
  marks?: readonly string[];
  /** Those whom it may mention (`@[Name](user:id)`), by id: shown by these names. */
  people?: ReadonlyMap<string, string>;
  /** Reading size (15/24) or the size around it. */
  size?: "read" | "m";
  className?: string;
};

const none: readonly string[] = [];
const nobody: ReadonlyMap<string, string> = new Map();
// The parser weighs more than the inbox itself, and most of what people write needs none.
const FormattedWords = lazy(async () => ({ default: (await import("./formatted-words.tsx")).FormattedWords }));

/** Shows Markdown from people and help desks without trusting it. HTML in it appears as text. */
export const Markdown = memo(function Markdown({
  text,
  marks = none,
  people = nobody,
  size = "read",
  className,
}: MarkdownProps) {
  const plain = marks.length === 0 ? plainParagraphs(text) : null;
  return (
    <div className={cx("prose", size === "read" ? "text-read" : "text-m", className)}>
      {plain?.map(({ at, words }) => (
        <p key={at} dir="auto">
          {words}
        </p>
      )) ?? (
        <Suspense fallback={<PlainWords text={mentionsAsWords(text, people)} marks={marks} />}>
          <FormattedWords text={text} marks={marks} people={people} />
        </Suspense>
      )}
    </div>
  );
});
