import type { ReactNode } from "react";

export type FactListProps = { facts: readonly { name: string; value: ReactNode }[] };

/** Names and what they stand at, one to a line. */
export function FactList({ facts }: FactListProps) {
  return (
    <dl className="border-t border-line">
      {facts.map(({ name, value }) => (
        <div key={name} className="grid gap-x-4 border-b border-line py-2 sm:grid-cols-[10rem_minmax(0,1fr)]">
          <dt className="text-ink-3">{name}</dt>
          <dd className="min-w-0 wrap-anywhere" dir="auto">
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
