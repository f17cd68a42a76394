import type { ReactNode } from "react";
import { PanelSection } from "#components/shell/panel-section.tsx";
import { Facts } from "#components/ui/facts.tsx";
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
  return (
    <PanelSection title="Also known">
      <Facts facts={facts} />
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
      className="block truncate py-0.5 hover:underline hover:underline-offset-3"
    >
      {domain}
    </a>
  ));
}
