import type { ReactNode } from "react";
import { HealthWord } from "#components/customers/health-word.tsx";
import { type Lifecycle, lifecycleWords } from "#components/customers/lifecycle-words.ts";
import { Facts } from "#components/ui/facts.tsx";
import { Money } from "#components/ui/money.tsx";
import { RenewalDay } from "./renewal-day.tsx";

export type CompanyCardItem = {
  name: string;
  domains: readonly string[];
  arr: number | null;
  tier: string | null;
  lifecycle: Lifecycle | null;
  renewsOn: string | null;
  health: number | null;
  ownerName: string | null;
  /** Feedback of this company that still waits for something; left out while unknown. */
  openAsks?: number;
};

export type CompanyCardProps = { company: CompanyCardItem; currency: string };

/** The company behind a piece of feedback. What is not known is not shown. */
export function CompanyCard({ company, currency }: CompanyCardProps) {
  const { health } = company;
  const facts: [string, ReactNode][] = [
    ["ARR", company.arr != null && <Money amount={company.arr} currency={currency} exact />],
    ["Stage", company.lifecycle && company.lifecycle !== "customer" && lifecycleWords[company.lifecycle]],
    ["Tier", company.tier && <bdi key="tier">{company.tier}</bdi>],
    ["Renewal", company.renewsOn && <RenewalDay day={company.renewsOn} />],
    ["Health", health != null && <HealthWord health={health} />],
    ["Owner", company.ownerName && <bdi key="owner">{company.ownerName}</bdi>],
    ["Open asks", company.openAsks],
    ["Site", company.domains[0]],
  ];
  const known = facts.filter(([, value]) => value !== null && value !== undefined && value !== false);
  if (known.length === 0) return <p className="text-ink-3">Nothing else is known about it yet.</p>;
  return <Facts facts={known} />;
}
