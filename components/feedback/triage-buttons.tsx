import { Button } from "#components/ui/button.tsx";
import type { Deed } from "./use-deeds.ts";

export type TriageButtonsProps = {
  deeds: readonly Deed[];
  /** Beside the message, or along the bottom of a narrow screen where a thumb reaches them. */
  place: "side" | "bottom";
};

/** What to do with a message, for the pointer and for touch. */
export function TriageButtons({ deeds, place }: TriageButtonsProps) {
  if (deeds.length === 0) return null;
  if (place === "side") {
    return (
      <div className="-mx-2 -mt-1 grid gap-0.5 max-xl:hidden">
        {deeds.map(({ key, label, icon: Icon, run }) => (
          <Button
            key={label}
            variant="ghost"
            className="w-full justify-start px-2 text-ink [&>kbd]:ml-auto"
            icon={<Icon aria-hidden className="mr-1 size-4 text-ink-3" strokeWidth={1.75} />}
            {...(key ? { shortcut: key } : {})}
            onClick={run}
          >
            {label}
          </Button>
        ))}
      </div>
    );
  }
  return (
    <div data-action-bar className="flex shrink-0 border-t border-line bg-surface xl:hidden">
      {deeds.map(({ label, short, icon: Icon, run }) => (
        <button
          key={label}
          type="button"
          // Who speaks to the page says what stands there.
          aria-label={label.startsWith(short) ? label : short}
          onClick={run}
          className="flex min-h-13 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-s text-ink-2 hover:bg-hover hover:text-ink focus-visible:-outline-offset-2"
        >
          <Icon aria-hidden className="size-5" strokeWidth={1.75} />
          {short}
        </button>
      ))}
    </div>
  );
}
