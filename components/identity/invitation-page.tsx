"use client";

import { CenteredPage } from "#components/shell/centered-page.tsx";
import { landingOf } from "#components/shell/nav-items.ts";
import { Button } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { cx } from "#components/ui/cx.ts";
import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { AcceptForm } from "./accept-form.tsx";
import { FormTrouble } from "./form-trouble.tsx";
import { JoinButton } from "./join-button.tsx";
import { ProviderButton } from "./provider-button.tsx";
import { SignOutButton } from "./sign-out-button.tsx";
import { useInvitation } from "./use-invitation.ts";

export type InvitationPageProps = {
  /** The address of the account that is signed in. */
  signedInAs: string | null;
  /** What the OpenID provider is called, where there is one. */
  provider: string | null;
};

/** What somebody is invited to, and the way in. */
export function InvitationPage({ signedInAs, provider }: InvitationPageProps) {
  const found = useInvitation();
  if (found.state === "looking") {
    return (
      <CenteredPage title="Your invitation" intro="A moment, please.">
        <LoadingRegion label="Looking at the invitation" className="grid gap-4">
          <Skeleton className="h-8" />
          <Skeleton className="h-8" />
          <Skeleton className="h-9" />
        </LoadingRegion>
      </CenteredPage>
    );
  }
  if (found.state === "trouble") {
    return (
      <CenteredPage title="Your invitation" intro="It could not be looked at just now.">
        <div className="grid justify-items-start gap-4">
          <FormTrouble>{found.message}</FormTrouble>
          <Button onClick={found.again}>Try again</Button>
        </div>
      </CenteredPage>
    );
  }
  if (found.state === "dead") {
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
  const { token, invitation } = found;
  const { workspace, email, role, invitedBy } = invitation;
  const title = `Join ${workspace.name}`;
  const intro = (
    <>
      <bdi>{invitedBy}</bdi> invited {email} as {role}.
    </>
  );
  const here = `/invitations#${encodeURIComponent(token)}`;
  if (signedInAs !== null && signedInAs.toLowerCase() !== email.toLowerCase()) {
    return (
      <CenteredPage
        title={title}
        intro={
          <>
            {intro} You are signed in as {signedInAs}: sign out, and come back here.
          </>
        }
      >
        <SignOutButton returnTo={here} />
      </CenteredPage>
    );
  }
  return (
    <CenteredPage title={title} intro={intro}>
      {signedInAs !== null ? (
        <JoinButton token={token} workspace={workspace.name} landing={landingOf(role)} />
      ) : (
        <>
          <AcceptForm token={token} email={email} landing={landingOf(role)} />
          {provider !== null && <ProviderButton provider={provider} returnTo={here} invitation={token} />}
        </>
      )}
    </CenteredPage>
  );
}
