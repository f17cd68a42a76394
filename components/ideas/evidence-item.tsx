import type { ReactNode } from "react";
import { cx } from "#components/ui/cx.ts";
import { Link } from "#components/ui/link.tsx";
import { Money } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { type Importance, ImportanceWord } from "./importance-word.tsx";

export type EvidenceItemData = {
  feedbackId: string;
  title: string | null;
  /** The chosen quote, or null; then `excerpt` stands in. */
  quote: string | null;
  excerpt: string;
  importance: Importance;
  contact: string | null;
  company: { name: string; href: string } | null;
  arr: number | null;
  saidAt: string;
  linkedBy: string | null;
  linkedAt: string;
};

export type EvidenceItemProps = {
  evidence: EvidenceItemData;
  currency: string;
  href: string;
  /** E.g. a menu button to unlink. */
  actions?: ReactNode;
};

/** One piece of evidence of an idea: the words first, then whose they are. */
export function EvidenceItem({ evidence, currency, href, actions }: EvidenceItemProps) {
  return (
    <article className="flex gap-3 border-b border-line py-3">
      <div className="min-w-0 flex-1">
        <blockquote
          dir="auto"
          className={cx("text-read text-pretty", evidence.quote ? "text-ink" : "line-clamp-2 text-ink-2")}
        >
          <Link href={href} className="hover:underline hover:underline-offset-3">
            {evidence.quote ? <mark>{evidence.quote}</mark> : evidence.excerpt}
          </Link>
        </blockquote>
        <p className="mt-1 flex flex-wrap items-baseline gap-x-2 text-s text-ink-3">
          <span className="text-ink-2">
            {evidence.contact ? <bdi>{evidence.contact}</bdi> : evidence.company === null && "Someone"}
            {evidence.contact && evidence.company && ", "}
            {evidence.company && (
              <Link href={evidence.company.href} className="hover:underline hover:underline-offset-3" dir="auto">
                {evidence.company.name}
              </Link>
            )}
          </span>
          {evidence.arr !== null && evidence.arr > 0 && <Money amount={evidence.arr} currency={currency} />}
          <RelativeTime at={evidence.saidAt} ago />
          <ImportanceWord importance={evidence.importance} />
          {evidence.linkedBy && (
            <span>
              linked by <bdi>{evidence.linkedBy}</bdi>, <RelativeTime at={evidence.linkedAt} ago />
            </span>
          )}
        </p>
      </div>
      {actions}
    </article>
  );
}
