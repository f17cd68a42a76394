import { NewWorkspaceForm } from "#components/identity/new-workspace-form.tsx";
import { TextLink } from "#components/identity/text-link.tsx";
import { CenteredPage } from "#components/shell/centered-page.tsx";
import { pageAccount } from "#lib/identity/page.ts";
import { getSession } from "#lib/identity/queries.ts";
import { offersWorkspace } from "#lib/workspaces/policy.ts";

export const metadata = { title: "New workspace" };

/** For an account's first workspace, and for every further one. */
export default async function NewWorkspace() {
  const { account, workspaces } = await getSession(await pageAccount(), {});
  const back = workspaces.length > 0 && <TextLink href="/">Back to work</TextLink>;
  if (!(await offersWorkspace(account.id))) {
    return (
      <CenteredPage
        title="You may not make a workspace"
        intro="Here only the person who set up this Throughline makes them."
        footer={back}
      >
        {null}
      </CenteredPage>
    );
  }
  return (
    <CenteredPage
      title="A workspace of your own"
      intro="Your company, or your product. It can be changed later."
      footer={back}
    >
      <NewWorkspaceForm />
    </CenteredPage>
  );
}
