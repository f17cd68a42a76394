import { AcceptForm } from "#components/identity/accept-form.tsx";
import { JoinButton } from "#components/identity/join-button.tsx";
import { ProviderButton } from "#components/identity/provider-button.tsx";
import { SignOutButton } from "#components/identity/sign-out-button.tsx";
import { CenteredPage } from "#components/shell/centered-page.tsx";
import { landingOf } from "#components/shell/nav-items.ts";
import { buttonClass } from "#components/ui/button-class.ts";
import { cx } from "#components/ui/cx.ts";
import { AppError } from "#lib/core/errors.ts";
import { providerName } from "#lib/identity/oidc/provider.ts";
import { pageVisitor } from "#lib/identity/page.ts";
import { getSession } from "#lib/identity/queries.ts";
import { getInvitation } from "#lib/workspaces/invitations/queries.ts";

export const metadata = { title: "Invitation" };

/** What the link says; null when it is dead. Looking changes nothing, so a mail scanner may look too. */
async function found(visitor: Awaited<ReturnType<typeof pageVisitor>>, token: string) {
  try {
    return await getInvitation(visitor, { token });
  } catch (error) {
    if (error instanceof AppError && (error.code === "not_found" || error.code === "invalid")) return null;
    throw error;
  }
}

export default async function Invitation({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const visitor = await pageVisitor();
  const invitation = await found(visitor, token);
  if (!invitation) {
    return (
      <CenteredPage
        title="This link does not work any more"
        intro="It was used, withdrawn, or is older than seven days. Ask for a new one."
      >
        <a href="/" className={cx(buttonClass("secondary", "m"), "self-start")}>
          Go to Throughline
        </a>
      </CenteredPage>
    );
  }
  const { workspace, email, role, invitedBy } = invitation;
  const title = `Join ${workspace.name}`;
  const intro = (
    <>
      <bdi>{invitedBy}</bdi> invited {email} as {role}.
    </>
  );
  const account = visitor.kind === "account" ? (await getSession(visitor, {})).account : null;
  if (account && account.email.toLowerCase() !== email.toLowerCase()) {
    return (
      <CenteredPage
        title={title}
        intro={
          <>
            {intro} You are signed in as {account.email}: sign out, and come back here.
          </>
        }
      >
        <SignOutButton returnTo={`/invitations/${encodeURIComponent(token)}`} />
      </CenteredPage>
    );
  }
  if (account) {
    return (
      <CenteredPage title={title} intro={intro}>
        <JoinButton token={token} workspace={workspace.name} landing={landingOf(role)} />
      </CenteredPage>
    );
  }
  const provider = providerName();
  return (
    <CenteredPage title={title} intro={intro}>
      <AcceptForm token={token} email={email} landing={landingOf(role)} />
      {provider !== null && (
        <ProviderButton provider={provider} returnTo={`/invitations/${encodeURIComponent(token)}`} invitation={token} />
      )}
    </CenteredPage>
  );
}
