import type { Input } from "#lib/api/client.ts";

type Given = Input<"request.create">;
type Answers = {
  importance: NonNullable<Given["importance"]>;
  affected: NonNullable<Given["affected"]>;
  today: NonNullable<Given["today"]>;
};

export type Answered = { [K in keyof Answers]: Answers[K] | null };
export const unanswered: Answered = { importance: null, affected: null, today: null };

type Question<K extends keyof Answers> = {
  name: K;
  /** What the form asks, and what stands before the answer where it is read. */
  asks: string;
  tells: string;
  options: readonly { value: Answers[K]; label: string }[];
};

const importance: Question<"importance"> = {
  name: "importance",
  asks: "How much does it matter to them?",
  tells: "Matters",
  options: [
    { value: "nice", label: "Nice to have" },
    { value: "want", label: "They want it" },
    { value: "must", label: "Must have" },
    { value: "blocker", label: "Blocker" },
  ],
};
const affected: Question<"affected"> = {
  name: "affected",
  asks: "How many of them does it touch?",
  tells: "Touches",
  options: [
    { value: "one", label: "One person" },
    { value: "team", label: "A team" },
    { value: "everybody", label: "Everybody there" },
  ],
};
const today: Question<"today"> = {
  name: "today",
  asks: "What do they do today?",
  tells: "Today",
  options: [
    { value: "by_hand", label: "By hand" },
    { value: "other_tool", label: "With another tool" },
    { value: "without", label: "Without it" },
  ],
};

/** The three questions about a new request, in their order. */
export const questions = { importance, affected, today };

/** The answers that a piece of feedback keeps in its fields, in words; what is no answer of ours is left out. */
export function answersIn(fields: Record<string, unknown>): { tells: string; answer: string }[] {
  return Object.values(questions).flatMap(({ name, tells, options }) => {
    const answer = options.find(({ value }) => value === fields[name])?.label;
    return answer === undefined ? [] : [{ tells, answer }];
  });
}
