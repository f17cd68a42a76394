import type { ReactNode } from "react";
import { cx } from "#components/ui/cx.ts";
import { Money } from "#components/ui/money.tsx";
import { RenewalDay } from "./renewal-day.tsx";

export type CompanyCardItem = {
  name: string;
  domains: readonly string[];
  arr: number | null;
  tier: string | null;
  lifecycle: "prospect" | "trial" | "free" | "customer" | "churned" | null;
  renewsOn: string | null;
  health: number | null;
  ownerName: string | null;
  /** Feedback of this company that is on an idea and not shipped yet; left out while unknown. */
  openAsks?: number;
};

export type CompanyCardProps = { company: CompanyCardItem; currency: string };

const lifecycles = {
  prospect: "Prospect",
  trial: "Trial",
  free: "Free plan",
  customer: "Customer",
  churned: "Churned",
};

/** The company behind a piece of feedback. What is not known is not shown. */
export function CompanyCard({ company, currency }: CompanyCardProps) {
  const { health } = company;
  const facts: [string, ReactNode][] = [
    ["ARR", company.arr != null && <Money amount={company.arr} currency={currency} exact />],
    ["Stage", company.lifecycle && company.lifecycle !== "customer" && lifecycles[company.lifecycle]],
    ["Tier", company.tier],
    ["Renewal", company.renewsOn && <RenewalDay day={company.renewsOn} />],
    ["Health", health != null && <span className={cx(health < 40 && "text-bad")}>{healthWords(health)}</span>],
    ["Owner", company.ownerName],
    ["Open asks", company.openAsks],
    ["Site", company.domains[0]],
  ];
  const known = facts.filter(([, value]) => value !== null && value !== undefined && value !== false);
  if (known.length === 0) return <p className="text-ink-3">Nothing else is known about it yet.</p>;
  return (
    <dl className="grid gap-1">
      {known.map(([name, value]) => (
        <div key={name} className="flex items-baseline justify-between gap-4">
          <dt className="text-ink-3">{name}</dt>
          <dd className="min-w-0 truncate text-right">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function healthWords(health: number): string {
  return `${Math.round(health)}, ${health < 40 ? "poor" : health < 70 ? "fair" : "good"}`;
}
