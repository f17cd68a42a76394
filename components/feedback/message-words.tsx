import { ChevronRight } from "lucide-react";
import { Markdown, type MarkdownProps } from "#components/ui/markdown.tsx";
import { partsShown } from "./parts-shown.ts";

export type MessageWordsProps = Pick<MarkdownProps, "text" | "size" | "className"> & {
  /** Quotes that are linked; they are marked in the text. */
  quotes: readonly string[];
};

/**
 * What somebody wrote. The message they answered and their signature are folded away behind a quiet line, which a linked
 * quote in them opens, and so does the browser's own search.
 */
export function MessageWords({ text, quotes, ...look }: MessageWordsProps) {
  const { own, folded, kind, isOpen } = partsShown(text, quotes);
  if (kind === null) return <Markdown text={text} marks={quotes} {...look} />;
  const what = kind === "quote" ? "quoted text" : "signature";
  return (
    <>
      <Markdown text={own} marks={quotes} {...look} />
      <details open={isOpen} className="group mt-3">
        <summary className="-ml-1 inline-flex select-none items-center gap-1 rounded-s py-1 pr-1.5 text-s text-ink-3 hover:bg-hover hover:text-ink-2">
          <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
          <span className="group-open:hidden">Show {what}</span>
          <span className="hidden group-open:inline">Hide {what}</span>
        </summary>
        <Markdown text={folded} marks={quotes} size="m" className="mt-1 text-ink-2" />
      </details>
    </>
  );
}
