"use client";

import { Button } from "#components/ui/button.tsx";

export type QuoteBarProps = { quote: string; onLink: () => void };

/** Appears while words are selected, so that a quote can be linked by touch too. */
export function QuoteBar({ quote, onLink }: QuoteBarProps) {
  return (
    <div className="floating sticky bottom-4 mx-auto mt-6 flex w-fit max-w-full items-center gap-3 py-1.5 pr-1.5 pl-3">
      <span dir="auto" className="min-w-0 truncate text-s text-ink-2">
        <mark>{quote}</mark>
      </span>
      {/* A press must not take the selection away before it is used. */}
      <Button
        size="s"
        variant="primary"
        shortcut="l"
        onPointerDown={(event) => event.preventDefault()}
        onClick={onLink}
      >
        Link this quote
      </Button>
    </div>
  );
}
