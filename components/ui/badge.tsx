import type { ReactNode } from "react";

export type BadgeProps = {
  children: ReactNode /** What the number counts, for those who do not see where it stands. */;
  label?: string;
};

/** A quiet number beside a name. */
export function Badge({ children, label }: BadgeProps) {
  return (
    <span className="text-s text-ink-3">
      {children}
      {label && <span className="sr-only"> {label}</span>}
    </span>
  );
}
