import type { ReactNode } from "react";
import { DemandWords } from "#components/ideas/demand-words.tsx";
import { OutcomeLine } from "#components/roadmap/outcome-line.tsx";
import { cx } from "#components/ui/cx.ts";
import { Link } from "#components/ui/link.tsx";
import { WhyLinkWords } from "./why-link-words.tsx";
import { WhyQuoteView } from "./why-quote-view.tsx";
import type { WhyLink, WhyStep } from "./why-steps.ts";

export type WhyStepViewProps = { step: WhyStep; currency: string; line: "whole" | "broken" | "none" };

const quietLink = "underline decoration-line-strong underline-offset-3 hover:decoration-current";

/** One dot of the thread with what stands beside it. */
export function WhyStepView({ step, currency, line }: WhyStepViewProps) {
  return (
    <li className={cx("relative pl-6", line !== "none" && "pb-5")} aria-current={step.here || undefined}>
      {line !== "none" && (
        <span
          aria-hidden
          className={cx(
            "absolute top-3.5 bottom-[-2px] left-[3.75px] border-l-[1.5px]",
            line === "whole" ? "border-accent" : "border-dashed border-line-strong",
          )}
        />
      )}
      <span
        aria-hidden
        className={cx(
          "absolute rounded-full",
          step.kind === "more" ? "top-2 left-[2.5px] size-1" : "top-1 left-0 size-2.25",
          step.kind === "gap" ? "border-[1.5px] border-ink-3" : "bg-accent",
          step.here && "ring-3 ring-accent/25",
        )}
      />
      <WhyStepBody step={step} currency={currency} />
    </li>
  );
}

function WhyStepBody({ step, currency }: { step: WhyStep; currency: string }) {
  switch (step.kind) {
    case "words":
      return (
        <>
          <Eyebrow>
            <DemandWords demand={step.demand} currency={currency} />
          </Eyebrow>
          <ul className="mt-1.5 grid grid-cols-[minmax(0,1fr)] gap-3">
            {step.quotes.map((quote) => (
              <li key={quote.feedbackId}>
                <WhyQuoteView quote={quote} currency={currency} />
              </li>
            ))}
          </ul>
          {step.more > 0 && (
            <p className="mt-2 text-s text-ink-3">
              {step.moreHref ? (
                <Link href={step.moreHref} className={quietLink}>
                  and {step.more} more
                </Link>
              ) : (
                `and ${step.more} more`
              )}
            </p>
          )}
        </>
      );
    case "message":
      return <Record eyebrow="Customer's words" title={step.title} href={step.href} links={[]} />;
    case "idea":
      return (
        <Record eyebrow="Idea" title={step.title} href={step.href} links={step.links}>
          {step.problem && (
            <p className="mt-0.5 line-clamp-3 text-s text-ink-2" dir="auto">
              {step.problem}
            </p>
          )}
        </Record>
      );
    case "decision":
      return (
        <>
          <Eyebrow>Decided</Eyebrow>
          <p dir="auto">{step.what}</p>
          <WhyLinkWords link={step.link} />
        </>
      );
    case "initiative":
      return (
        <Record eyebrow={`Initiative in ${step.horizon}`} title={step.title} href={step.href} links={step.links} />
      );
    case "objective":
      return (
        <>
          <Record eyebrow="Objective" title={step.title} href={step.href} links={step.links} />
          {step.keyResults.length > 0 && (
            <ul aria-label="Key results" className="mt-2 grid grid-cols-[minmax(0,1fr)] gap-2">
              {step.keyResults.map(({ id, title, links, here }) => (
                <li
                  key={id}
                  aria-current={here || undefined}
                  className={cx("border-l-2 pl-2.5", here ? "border-accent" : "border-line-strong")}
                >
                  <p dir="auto" className={cx("text-s", here ? "text-ink" : "text-ink-2")}>
                    {title}
                  </p>
                  <Links links={links} />
                </li>
              ))}
            </ul>
          )}
          {step.more > 0 && <p className="mt-2 text-s text-ink-3">and {step.more} more</p>}
        </>
      );
    case "outcome":
      return (
        <>
          <Eyebrow>Outcome</Eyebrow>
          <OutcomeLine outcome={step.outcome} currency={currency} tells="course" metricHref={step.href} />
          {step.learning && (
            <p dir="auto" className="mt-1.5 text-ink-2">
              {step.learning}
            </p>
          )}
          <Links links={step.links} />
        </>
      );
    case "more":
      return <Eyebrow>{step.what}</Eyebrow>;
    case "gap":
      return (
        <p className="text-ink-3">
          {step.what}
          {step.mend && (
            <>
              {" "}
              <Link href={step.mend.href} className={cx(quietLink, "text-accent")}>
                {step.mend.label}
              </Link>
            </>
          )}
        </p>
      );
  }
}

function Eyebrow({ children }: { children: ReactNode }) {
  return <p className="text-s text-ink-3">{children}</p>;
}

function Links({ links }: { links: readonly WhyLink[] }) {
  return links.map((link) => <WhyLinkWords key={`${link.did} ${link.at}`} link={link} />);
}

type RecordProps = { eyebrow: string; title: string; href: string; links: readonly WhyLink[]; children?: ReactNode };

function Record({ eyebrow, title, href, links, children }: RecordProps) {
  return (
    <>
      <Eyebrow>{eyebrow}</Eyebrow>
      <p dir="auto" className="text-pretty">
        <Link href={href} className="hover:underline hover:underline-offset-3">
          {title}
        </Link>
      </p>
      {children}
      <Links links={links} />
    </>
  );
}
