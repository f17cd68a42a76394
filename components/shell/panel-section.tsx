import type { ReactNode } from "react";

export type PanelSectionProps = {
  title: string /** A small button beside the title. */;
  action?: ReactNode;
  children: ReactNode;
};

export function PanelSection({ title, action, children }: PanelSectionProps) {
  return (
    <section aria-label={title} className="min-w-0">
      <div className="mb-1.5 flex min-h-6 items-center justify-between gap-2">
        <h2 className="text-s text-ink-3">{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}
