import type { ReactNode } from "react";

export type TextLinkProps = { href: string; children: ReactNode };

/** A link among the words of a page that has one thing to do. */
export function TextLink({ href, children }: TextLinkProps) {
  return (
    <a href={href} className="underline underline-offset-2 hover:text-ink">
      {children}
    </a>
  );
}
