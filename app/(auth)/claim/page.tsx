import { ClaimForm } from "#components/identity/claim-form.tsx";
import { CenteredPage } from "#components/shell/centered-page.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { isClaimed } from "#lib/identity/claim.ts";

export const metadata = { title: "Welcome" };

export default async function Claim() {
  if (await isClaimed()) {
    return (
      <CenteredPage title="This Throughline has an owner" intro="Its link worked once and does not any more.">
        <LinkButton variant="primary" href="/sign-in" className="justify-self-start">
          Sign in
        </LinkButton>
      </CenteredPage>
    );
  }
  return (
    <CenteredPage
      title="Welcome to Throughline"
      intro="From a customer’s words to a measured outcome, and back. This account owns it."
    >
      <ClaimForm />
    </CenteredPage>
  );
}
