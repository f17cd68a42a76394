"use client";

import { useQuery } from "@tanstack/react-query";
import { PanelSection } from "#components/shell/panel-section.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Link } from "#components/ui/link.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { apiQuery } from "#lib/api/client.ts";
import { CompanyCard } from "./company-card.tsx";
import { type FeedbackItem, nameOf } from "./feedback.ts";

export type CompanySectionProps = {
  company: NonNullable<FeedbackItem["company"]>;
  /** The message beside it. */
  feedbackId: string;
};

const most = 4;

/** Who said it, and what else they asked for. */
export function CompanySection({ company, feedbackId }: CompanySectionProps) {
  const { slug, currency } = useWorkspace();
  const known = useQuery(apiQuery(slug, "company.get", { id: company.id }));
  const said = useQuery(
    apiQuery(slug, "feedback.list", { companyId: company.id, state: ["inbox", "reviewed"], limit: most + 1 }),
  );
  const others = (said.data?.data ?? []).filter(({ id }) => id !== feedbackId).slice(0, most);
  const { id: _, domain, ...brief } = company;
  const unknown = { tier: null, lifecycle: null, renewsOn: null, health: null, ownerName: null };
  return (
    <>
      <PanelSection title={company.name} href={`/w/${slug}/companies/${company.id}`}>
        <CompanyCard
          currency={currency}
          company={
            known.data
              ? { ...known.data, openAsks: known.data.counts.openAsks }
              : { ...brief, ...unknown, domains: domain === null ? [] : [domain] }
          }
        />
      </PanelSection>
      {others.length > 0 && (
        <PanelSection title="Also asked">
          <ul className="grid grid-cols-[minmax(0,1fr)] gap-1">
            {others.map((other) => (
              <li key={other.id} className="flex items-baseline gap-2">
                <Link
                  href={`/w/${slug}/feedback/${other.id}`}
                  dir="auto"
                  className="min-w-0 flex-1 truncate hover:underline hover:underline-offset-3"
                >
                  {nameOf(other)}
                </Link>
                <RelativeTime at={other.occurredAt} className="shrink-0 text-s text-ink-3" />
              </li>
            ))}
          </ul>
        </PanelSection>
      )}
    </>
  );
}
