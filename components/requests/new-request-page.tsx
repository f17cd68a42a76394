"use client";

import { navHref } from "#components/shell/nav-items.ts";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { NoPermissionState } from "#components/ui/no-permission-state.tsx";
import type { ChosenCompany } from "./company-field.tsx";
import { RequestForm } from "./request-form.tsx";

export type NewRequestPageProps = { company: ChosenCompany | null };

/** The request form, on a page of its own that can be bookmarked. */
export function NewRequestPage({ company }: NewRequestPageProps) {
  const { slug, account } = useWorkspace();
  const mayAsk = useMay("feedback:write");
  return (
    <>
      <PageHeader title="New request" back={{ href: navHref(slug, "requests"), label: "My requests" }} />
      {mayAsk ? (
        <div className="scroll-quiet min-h-0 flex-1 overflow-y-auto">
          <div className="mx-auto max-w-140 px-4 py-6">
            <RequestForm company={company} />
          </div>
        </div>
      ) : (
        <NoPermissionState title="Only contributors and editors send in requests" role={account.role} />
      )}
    </>
  );
}
