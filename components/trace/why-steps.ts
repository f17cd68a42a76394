import type { Demand } from "#components/ideas/demand-words.tsx";
import type { OutcomeLineItem } from "#components/roadmap/outcome-line.tsx";

/**
 * Who made this or tied it to the step before it (`did`), when, and why: null where somebody could have said why and did not, absent where
 * nobody is asked.
 */
export type WhyLink = { did?: string; by: string | null; at: string; why?: string | null };

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
  link: WhyLink;
};

export type WhyKeyResult = { id: string; title: string; links: readonly WhyLink[]; here: boolean };

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
    | { kind: "idea"; title: string; href: string; problem: string | null; links: readonly WhyLink[] }
    | { kind: "decision"; what: string; link: WhyLink }
    | { kind: "initiative"; title: string; href: string; horizon: string; links: readonly WhyLink[] }
    | {
        kind: "objective";
        title: string;
        href: string;
        keyResults: readonly WhyKeyResult[];
        more: number;
        links: readonly WhyLink[];
      }
    | { kind: "outcome"; outcome: OutcomeLineItem; href: string; learning: string | null; links: readonly WhyLink[] }
    /** How many more of a kind there are than stand here. */
    | { kind: "more"; what: string }
    /** The thread is broken here; says what is missing, and may offer to mend it. */
    | { kind: "gap"; what: string; mend: { label: string; href: string } | null }
  );
