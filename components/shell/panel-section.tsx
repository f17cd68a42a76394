import type { ReactNode } from "react";
import { Link } from "#components/ui/link.tsx";

export type PanelSectionProps = {
  title: string;
  /** The page that the title stands for. */
  href?: string;
  /** A small button beside the title. */
  action?: ReactNode;
  children: ReactNode;
};

export function PanelSection({ title, href, action, children }: PanelSectionProps) {
  return (
    <section aria-label={title} className="min-w-0">
      <div className="mb-1.5 flex min-h-6 items-center justify-between gap-2">
        <h2 className="min-w-0 truncate text-s text-ink-3">
          {href ? (
            <Link
              href={href}
              className="underline decoration-line-strong underline-offset-3 hover:decoration-current"
              dir="auto"
            >
              {title}
            </Link>
          ) : (
            title
          )}
        </h2>
        {action}
      </div>
      {children}
    </section>
  );
}
