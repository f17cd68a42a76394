import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { buttonClass } from "#components/ui/button-class.ts";
import { cx } from "#components/ui/cx.ts";
import { Link } from "#components/ui/link.tsx";
import { KeptTitle } from "./kept-title.tsx";

export type PageHeaderProps = {
  title: string;
  /** Filters and facts beside the title. They scroll sideways on a phone. */
  chips?: ReactNode;
  /** A quiet sentence on the right: "18 left, 12 handled". */
  meta?: ReactNode;
  actions?: ReactNode;
  /** The page above this one. */
  back?: { href: string; label: string };
};

export function PageHeader({ title, chips, meta, actions, back }: PageHeaderProps) {
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line px-4">
      {back && (
        <Link href={back.href} aria-label={back.label} className={`${buttonClass("ghost", "m", true)} -ml-2`}>
          <ChevronLeft aria-hidden className="size-4" />
        </Link>
      )}
      <h1
        className={cx("truncate font-strong text-m", chips ? "max-w-2/5 shrink-0 sm:max-w-1/2" : "min-w-0")}
        dir="auto"
      >
        {title}
      </h1>
      <KeptTitle title={title} />
      {chips && (
        <div className="scroll-quiet scroll-fade flex min-w-0 shrink-100 items-center gap-1.5 overflow-x-auto p-1">
          {chips}
        </div>
      )}
      {meta && <div className="ml-auto max-w-1/2 shrink-0 truncate text-s text-ink-3 max-sm:hidden">{meta}</div>}
      {actions && (
        <div className={`flex shrink-0 items-center gap-2 ${meta ? "max-sm:ml-auto" : "ml-auto"}`}>{actions}</div>
      )}
    </header>
  );
}
