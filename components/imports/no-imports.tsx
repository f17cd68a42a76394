"use client";

import { navHref } from "#components/shell/nav-items.ts";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { NoPermissionState } from "#components/ui/no-permission-state.tsx";

/** For those who may not send in other people's feedback by the thousand. */
export function NoImports() {
  const { slug, account } = useWorkspace();
  return (
    <>
      <PageHeader title="Import" />
      <NoPermissionState
        title="Only editors can import feedback"
        role={account.role}
        action={<LinkButton href={navHref(slug, "inbox")}>Go to the inbox</LinkButton>}
      />
    </>
  );
}
