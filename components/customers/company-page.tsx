"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { GoneNote } from "#components/shell/gone-note.tsx";
import { newRequestHref } from "#components/shell/nav-items.ts";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { Comments } from "#components/talk/comments.tsx";
import { WhyButton } from "#components/trace/why-button.tsx";
import { Button } from "#components/ui/button.tsx";
import { NewButton } from "#components/ui/new-button.tsx";
import { useShortcuts } from "#components/ui/use-shortcuts.ts";
import { apiQuery, type Output } from "#lib/api/client.ts";
import { AskList, type AskListProps } from "./ask-list.tsx";
import { CompanyActions } from "./company-actions.tsx";
import { CompanyDialog } from "./company-dialog.tsx";
import { CompanyFacts } from "./company-facts.tsx";
import { CompanyFigures } from "./company-figures.tsx";
import { ContactList } from "./contact-list.tsx";

export type CompanyPageProps = {
  company: Output<"company.get">;
  contacts: Output<"contact.list">;
  asks: AskListProps["first"];
};

/** A customer at a glance, and where each of its asks stands: for somebody who has it on the phone. */
export function CompanyPage({ company: first, contacts, asks }: CompanyPageProps) {
  const { slug, currency } = useWorkspace();
  const mayEdit = useMay("feedback:triage") && useMay("customers:write");
  const mayAsk = useMay("feedback:write");
  const router = useRouter();
  const [isEditing, setEditing] = useState(false);
  const { id } = first;
  const { data: company = first, error } = useQuery({ ...apiQuery(slug, "company.get", { id }), initialData: first });
  const ask = newRequestHref(slug, id);
  useShortcuts([{ keys: "e", label: "Edit the company", group: "This page", run: () => setEditing(true) }], mayEdit);
  useShortcuts(
    [{ keys: "r", label: "New request of this company", group: "This page", run: () => router.push(ask) }],
    mayAsk,
  );
  return (
    <>
      <PageHeader
        title={company.name}
        back={{ href: `/w/${slug}/companies`, label: "All companies" }}
        actions={
          <>
            <WhyButton type="company" id={id} />
            {mayEdit && (
              <Button shortcut="E" className="max-sm:hidden" onClick={() => setEditing(true)}>
                Edit
              </Button>
            )}
            {mayAsk && <NewButton label="New request" shortcut="R" href={ask} />}
            {mayEdit && <CompanyActions company={company} onEdit={() => setEditing(true)} />}
          </>
        }
      />
      <GoneNote error={error} what="company" />
      <div className="scroll-quiet flex min-h-0 flex-1 flex-col overflow-y-auto lg:flex-row lg:overflow-hidden">
        <div className="scroll-quiet min-w-0 page-side flex-1 py-6 max-lg:flex-none lg:overflow-y-auto">
          <div className="max-w-220">
            <CompanyFigures company={company} currency={currency} />
            <AskList companyId={id} name={company.name} counts={company.counts} first={asks} />
          </div>
        </div>
        <aside
          aria-label="About this company"
          className="scroll-quiet grid shrink-0 grid-cols-[minmax(0,1fr)] content-start gap-6 border-line p-4 max-lg:border-t max-lg:pb-8 sm:max-lg:px-10 lg:w-80 lg:overflow-y-auto lg:border-l"
        >
          <ContactList companyId={id} count={company.counts.contacts} first={contacts} />
          <CompanyFacts company={company} />
          <Comments about={{ type: "company", id }} />
        </aside>
      </div>
      <CompanyDialog open={isEditing} onOpenChange={setEditing} company={company} />
    </>
  );
}
