import { ClaimForm } from "#components/identity/claim-form.tsx";
import { CenteredPage } from "#components/shell/centered-page.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { cx } from "#components/ui/cx.ts";
import { readSettings } from "#lib/core/settings.ts";
import { isClaimed } from "#lib/identity/claim.ts";

export const metadata = { title: "Welcome" };

export default async function Claim() {
  if (await isClaimed()) {
    return (
      <CenteredPage title="This Throughline has an owner" intro="Its link worked once and does not any more.">
        <a href="/sign-in" className={cx(buttonClass("primary", "m"), "self-start")}>
          Sign in
        </a>
      </CenteredPage>
    );
  }
  return (
    <CenteredPage
      title="Welcome to Throughline"
      intro="From a customer’s words to a measured outcome, and back. This account owns it."
    >
      <ClaimForm offersSample={readSettings().sample} />
    </CenteredPage>
  );
}
