import { redirect } from "next/navigation";
import { SignOutButton } from "#components/identity/sign-out-button.tsx";
import { CenteredPage } from "#components/shell/centered-page.tsx";
import { landingOf, navHref, newWorkspaceHref } from "#components/shell/nav-items.ts";
import { isClaimed } from "#lib/identity/claim.ts";
import { pageVisitor } from "#lib/identity/page.ts";
import { getSession } from "#lib/identity/queries.ts";
import { offersWorkspace } from "#lib/workspaces/policy.ts";

export default async function Start() {
  const visitor = await pageVisitor();
  if (visitor.kind === "account") {
    const { account, workspaces } = await getSession(visitor, {});
    if (workspaces[0]) redirect(navHref(workspaces[0].slug, landingOf(workspaces[0].role)));
    if (await offersWorkspace(account.id)) redirect(newWorkspaceHref);
    return (
      <CenteredPage title="You are in no workspace" intro={`Ask an admin of one to invite ${account.email}.`}>
        <SignOutButton />
      </CenteredPage>
    );
  }
  if (await isClaimed()) redirect("/sign-in");
  return (
    <CenteredPage
      title="This Throughline is new"
      intro="Open the link that the server printed when it started. It makes you the owner."
      footer={
        <>
          Have an account already?{" "}
          <a href="/sign-in" className="underline underline-offset-2 hover:text-ink">
            Sign in
          </a>
        </>
      }
    >
      <p className="rounded-m border border-line bg-surface px-3 py-2 font-mono text-s text-ink-2">
        Throughline is ready: http://…/claim#…
      </p>
    </CenteredPage>
  );
}
