import { cx } from "#components/ui/cx.ts";

export type Importance = "nice" | "want" | "must" | "blocker";

export type ImportanceWordProps = { importance: Importance };

export const importanceOptions: readonly { value: Importance; label: string; hint: string }[] = [
  { value: "nice", label: "Nice to have", hint: "They would like it" },
  { value: "want", label: "Wants it", hint: "They asked for it" },
  { value: "must", label: "Must have", hint: "They cannot do their work well without it" },
  { value: "blocker", label: "Blocker", hint: "They do not buy, or leave, without it" },
];

export function ImportanceWord({ importance }: ImportanceWordProps) {
  const option = importanceOptions.find(({ value }) => value === importance);
  return <span className={cx(importance === "blocker" && "text-bad")}>{option?.label}</span>;
}
