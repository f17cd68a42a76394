import { cx } from "#components/ui/cx.ts";
import { Link } from "#components/ui/link.tsx";
import { Money } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { WhyLinkWords } from "./why-link-words.tsx";
import type { WhyQuote } from "./why-steps.ts";

export type WhyQuoteViewProps = { quote: WhyQuote; currency: string };

/** A customer's own words, a press away from the whole message. */
export function WhyQuoteView({ quote, currency }: WhyQuoteViewProps) {
  return (
    <figure className="border-l-2 border-line-strong pl-2.5">
      <blockquote dir="auto" className={cx("text-pretty", quote.chosen ? "text-ink" : "line-clamp-3 text-ink-2")}>
        <Link
          href={quote.href}
          // Tall enough for a thumb beside the company's name below it; a clamped quote has three lines.
          className={cx("hover:underline hover:underline-offset-3", quote.chosen && "inline-block py-0.5")}
        >
          {quote.words}
        </Link>
      </blockquote>
      <figcaption className="mt-0.5 text-s text-ink-3">
        {quote.contact ? <bdi>{quote.contact}</bdi> : quote.company === null && "Someone"}
        {quote.contact && quote.company && ", "}
        {quote.company && (
          <Link href={quote.company.href} className="hover:underline hover:underline-offset-3" dir="auto">
            {quote.company.name}
          </Link>
        )}
        {quote.arr !== null && quote.arr > 0 && (
          <>
            , <Money amount={quote.arr} currency={currency} />
          </>
        )}
        {", "}
        <RelativeTime at={quote.saidAt} ago />
        <WhyLinkWords link={quote.link} />
      </figcaption>
    </figure>
  );
}
