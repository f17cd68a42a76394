import type { Demand } from "#components/ideas/demand-words.tsx";
import type { OutcomeLineItem } from "#components/roadmap/outcome-line.tsx";

/** Who tied this to the step before it, when, and why. */
export type WhyLink = { by: string | null; at: string; why: string | null };

export type WhyQuote = {
  feedbackId: string;
  href: string;
  /** The customer's words: the linked quote, or how the message begins. */
  words: string;
  /** True when the words are a quote that somebody chose. */
  chosen: boolean;
  contact: string | null;
  company: { name: string; href: string } | null;
  arr: number | null;
  saidAt: string;
  link: WhyLink | null;
};

type Base = {
  key: string;
  /** The record the panel was opened on. */
  here?: boolean;
};

export type WhyStep = Base &
  (
    | { kind: "words"; demand: Demand; quotes: readonly WhyQuote[]; more: number; moreHref: string | null }
    /** Words that nobody has linked to an idea. */
    | { kind: "message"; title: string; href: string }
    | { kind: "idea"; title: string; href: string; problem: string | null; link: WhyLink | null }
    | { kind: "decision"; what: string; link: WhyLink }
    | { kind: "initiative"; title: string; href: string; horizon: string; link: WhyLink | null }
    | { kind: "objective"; title: string; href: string; keyResults: readonly string[]; link: WhyLink | null }
    | { kind: "outcome"; outcome: OutcomeLineItem; href: string; learning: string | null; link: WhyLink | null }
    /** The thread is broken here; says what is missing, and may offer to mend it. */
    | { kind: "gap"; what: string; mend: { label: string; href: string } | null }
  );
