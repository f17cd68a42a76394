import type { ReactNode } from "react";
import { PanelSection } from "#components/shell/panel-section.tsx";
import { formatNumber } from "#components/ui/format.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Output } from "#lib/api/client.ts";

export type CompanyFactsProps = { company: Output<"company.get"> };

/** What else is known of a company: whose it is, its addresses, what sources call it, and their own fields. */
export function CompanyFacts({ company }: CompanyFactsProps) {
  const facts: [string, ReactNode][] = [
    ["Owner", <bdi key="owner">{company.ownerName ?? "Nobody"}</bdi>],
    ["People", company.size !== null && formatNumber(company.size)],
    ["Domains", company.domains.length > 0 && <Domains domains={company.domains} />],
    ...company.externalIds.map(({ source, id }): [string, ReactNode] => [source, id]),
    ...Object.entries(company.fields)
      .filter(([, value]) => value !== null)
      .map(([name, value]): [string, ReactNode] => [name, <bdi key="value">{String(value)}</bdi>]),
    ["Known since", <RelativeTime key="since" at={company.createdAt} ago />],
  ];
  const known = facts.filter(([, value]) => value !== null && value !== false);
  return (
    <PanelSection title="Also known">
      <dl className="grid gap-1">
        {known.map(([name, value], at) => (
          <div key={at} className="flex items-baseline justify-between gap-4">
            <dt className="max-w-1/2 shrink-0 wrap-anywhere text-ink-3">{name}</dt>
            <dd className="min-w-0 truncate text-right">{value}</dd>
          </div>
        ))}
      </dl>
    </PanelSection>
  );
}

function Domains({ domains }: { domains: readonly string[] }) {
  return domains.map((domain) => (
    <a
      key={domain}
      href={`https://${domain}`}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="block truncate hover:underline hover:underline-offset-3"
    >
      {domain}
    </a>
  ));
}
