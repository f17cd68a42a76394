import { cx } from "#components/ui/cx.ts";

export type HealthWordProps = { /** 0 to 100. */ health: number };

/** Below this a customer's ARR counts as at risk, as the database's `company_is_at_risk` has it. */
const poor = 40;
const fair = 70;

/** "35, poor": a number and the word for it; the colour only repeats it. */
export function HealthWord({ health }: HealthWordProps) {
  const word = health < poor ? "poor" : health < fair ? "fair" : "good";
  return (
    <span className={cx(health < poor && "text-bad")}>
      {Math.round(health)}, {word}
    </span>
  );
}
