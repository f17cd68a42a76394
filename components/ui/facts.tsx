import type { ReactNode } from "react";

export type FactsProps = {
  /** What is null, undefined or false is not known, and not shown. */
  facts: readonly (readonly [name: string, value: ReactNode])[];
};

/** Names on the left, what they stand at on the right, for a narrow panel. Nothing where nothing is known. */
export function Facts({ facts }: FactsProps) {
  const known = facts.filter(([, value]) => value !== null && value !== undefined && value !== false);
  if (known.length === 0) return null;
  return (
    <dl className="grid gap-1">
      {known.map(([name, value], at) => (
        <div key={at} className="flex items-baseline justify-between gap-4">
          <dt className="max-w-1/2 shrink-0 text-ink-3 wrap-anywhere">{name}</dt>
          <dd className="min-w-0 truncate text-right">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
