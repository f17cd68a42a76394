import type { FeedbackRecord } from "#lib/feedback/schema.ts";
import type { stageCategories } from "#lib/ideas/schema.ts";
import type { Horizon, Verdict } from "#lib/roadmap/rules.ts";

/** How the sample's story is written down. Time is counted backwards from the day on which it is loaded. */

export type Company = {
  key: string;
  name: string;
  domain: string;
  arr: number | null;
  tier: string;
  lifecycle: "prospect" | "trial" | "customer" | "churned";
  /** Days from now until the contract renews. */
  renewsIn: number | null;
  health: number | null;
  size: number;
  /** First name as key, whole name, role. The first one is the champion. */
  people: [key: string, name: string, role: string][];
};

export type ProductKey = "app" | "desk";

export type Product = { key: ProductKey; name: string };

type Decided = { reason: string; note: string; publicReply?: string };

/** What somebody said, and what was made of it; with neither idea, decision nor answer it waits in the inbox. */
export type Said = {
  /** `company/person`. */
  who: string;
  daysAgo: number;
  via: "zendesk" | "intercom" | "email" | "call" | "appstore";
  kind: NonNullable<FeedbackRecord["kind"]>;
  title: string;
  /** Left out where the idea tells, or where it comes from. */
  product?: ProductKey;
  body: string;
  idea?: string;
  /** A passage of the body. */
  quote?: string;
  importance?: "nice" | "want" | "must" | "blocker";
  aside?: Decided;
  answered?: string;
};

export type Idea = {
  key: string;
  product?: ProductKey;
  weeksAgo: number;
  title: string;
  problem: string;
  value?: string;
  hypothesis?: string;
  stage: (typeof stageCategories)[number];
  tags: string[];
  /** Reach, impact, confidence and effort. */
  rice?: [reach: number, impact: 3 | 2 | 1 | 0.5 | 0.25, confidence: number, effort: number];
  aside?: Decided & { weeksAgo: number };
};

export type Metric = {
  key: string;
  name: string;
  unit: "number" | "percent" | "duration" | "score";
  direction: "up" | "down";
  class: "outcome" | "leading" | "guardrail";
  definition: string;
  /** One value a week, the oldest first; the last one is this week's. */
  values: number[];
};

export type KeyResult = {
  key: string;
  title: string;
  /** Without one it is a milestone, from 0 to 100. */
  metric?: string;
  target: number;
  checkIns: { weeksAgo: number; value?: number; confidence: number; comment: string }[];
};

export type Objective = {
  key: string;
  product?: ProductKey;
  title: string;
  description: string;
  startedWeeksAgo: number;
  endsInWeeks: number;
  confidence: number;
  keyResults: KeyResult[];
};

export type Initiative = {
  key: string;
  product?: ProductKey;
  title: string;
  problem: string;
  targetOutcome: string;
  confidence: number;
  ideas: string[];
  objective: string;
  keyResults?: string[];
  /** The first step made the card and its links, the others moved it. */
  path: { to: Horizon; weeksAgo: number; reason?: string }[];
  /** `dueInWeeks` is negative where the day has passed. */
  bet?: { metric: string; expected: number; confidence: number; dueInWeeks: number };
  review?: { weeksAgo: number; verdict: Verdict; reason?: string; learning: string; nextAction: string };
  aside?: Decided & { weeksAgo: number };
};

/** So many weeks the story goes back. */
export const weeks = 26;

/** What a metric's series said so many weeks ago. */
export function valueAt({ key, values }: Metric, weeksAgo: number): number {
  const value = values[values.length - 1 - weeksAgo];
  if (value === undefined) throw new Error(`${key} has no value ${weeksAgo} weeks ago`);
  return value;
}
