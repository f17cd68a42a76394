import type { ReactNode } from "react";

export type DialogFooterProps = { children: ReactNode /** Left side: a hint or a key. */; note?: ReactNode };

/** The last row of a form inside a Dialog: it stays in view while the form scrolls. */
export function DialogFooter({ children, note }: DialogFooterProps) {
  return (
    <div className="sticky -bottom-4 -mx-4 mt-4 -mb-4 flex items-center justify-end gap-2 border-t border-line bg-raised px-4 py-3">
      {note && <div className="mr-auto text-s text-ink-3">{note}</div>}
      {children}
    </div>
  );
}
