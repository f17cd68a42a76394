import { type ComponentType, lazy, memo, Suspense, useState } from "react";
import { mentionsAsWords } from "#lib/talk/mentions/rules.ts";
import { ahead } from "./ahead.ts";
import { cx } from "./cx.ts";
import type { FormattedWordsProps } from "./formatted-words.tsx";
import { plainParagraphs } from "./plain-paragraphs.ts";
import { PlainWords } from "./plain-words.tsx";
import { useReadyWords } from "./ready-words.tsx";

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
let loaded: ComponentType<FormattedWordsProps> | null = null;
const load = async () => {
  loaded = (await import("./formatted-words.tsx")).FormattedWords;
  return { default: loaded };
};
const LazyWords = lazy(load);
if (typeof window !== "undefined") ahead(load);

/** Shows Markdown from people and help desks without trusting it. HTML in it appears as text. */
export const Markdown = memo(function Markdown({
  text,
  marks = none,
  people = nobody,
  size = "read",
  className,
}: MarkdownProps) {
  // What is there already is shown at once; it stays the same component, so that the words stay the same elements.
  const [FormattedWords] = useState(() => loaded ?? LazyWords);
  const ready = useReadyWords(text, marks);
  const plain = marks.length === 0 ? plainParagraphs(text) : null;
  return (
    <div className={cx("prose", size === "read" ? "text-read" : "text-m", className)}>
      {plain?.map(({ at, words }) => (
        <p key={at} dir="auto">
          {words}
        </p>
      )) ??
        ready ?? (
          <Suspense fallback={<PlainWords text={mentionsAsWords(text, people)} marks={marks} />}>
            <FormattedWords text={text} marks={marks} people={people} />
          </Suspense>
        )}
    </div>
  );
});
