import { Inbox } from "lucide-react";
import type { ReactNode } from "react";
import { StateFrame } from "./state-frame.tsx";

export type EmptyStateProps = {
  /** What this place is, as a sentence. */
  title: string;
  children?: ReactNode;
  /** The one thing to do next. */
  action?: ReactNode;
  /** h1 where it is the whole page. */
  heading?: "h1" | "h2";
  icon?: ReactNode;
};

export function EmptyState({ title, children, action, icon, heading = "h2" }: EmptyStateProps) {
  return (
    <StateFrame
      icon={icon ?? <Inbox aria-hidden className="size-6" strokeWidth={1.5} />}
      title={title}
      action={action}
      heading={heading}
    >
      {children}
    </StateFrame>
  );
}
