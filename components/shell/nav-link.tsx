"use client";

import { usePathname } from "next/navigation";
import { cx } from "#components/ui/cx.ts";
import { formatCount } from "#components/ui/format.ts";
import { Link } from "#components/ui/link.tsx";
import type { NavItem } from "./nav-items.ts";

export type NavLinkProps = {
  item: Pick<NavItem, "label" | "icon" | "counts">;
  href: string;
  count?: number | undefined;
  /** More than this is not counted. */
  most?: number;
  place: "side" | "bottom";
};

export function NavLink({ item, href, count, most, place }: NavLinkProps) {
  const path = usePathname();
  const here = path === href || path.startsWith(`${href}/`);
  const Icon = item.icon;
  const side = place === "side";
  return (
    <Link
      href={href}
      aria-current={here ? "page" : undefined}
      className={cx(
        "text-ink-2 transition-colors hover:text-ink",
        side
          ? "flex h-7.5 items-center gap-2 rounded-m px-2 hover:bg-hover aria-[current]:bg-hover aria-[current]:text-ink"
          : "flex min-h-13 flex-auto flex-col items-center justify-center gap-0.5 text-s aria-[current]:text-accent focus-visible:-outline-offset-2",
      )}
    >
      <Icon aria-hidden className={side ? "size-4" : "size-5"} strokeWidth={1.75} />
      {item.label}
      {side && count !== undefined && count > 0 && (
        <span className="ml-auto text-s text-ink-3">
          {most !== undefined && count > most ? `${most}+` : formatCount(count)}
          <span className="sr-only"> {item.counts}</span>
        </span>
      )}
    </Link>
  );
}
