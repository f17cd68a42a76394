import { notFound } from "next/navigation";
import { ConfirmForm } from "#components/identity/confirm-form.tsx";
import { TextLink } from "#components/identity/text-link.tsx";
import { CenteredPage } from "#components/shell/centered-page.tsx";
import { opensSignUp } from "#lib/core/environment.ts";

export const metadata = { title: "Choose a password" };

/** Opening it changes nothing: a mail scanner may look too. The link's token stands behind `#` and does not come here. */
export default function ConfirmSignUp() {
  if (!opensSignUp()) notFound();
  return (
    <CenteredPage
      title="Choose a password"
      intro="Your address is confirmed. One more step, and your workspace is there."
      footer={<TextLink href="/sign-up">Sign up once more</TextLink>}
    >
      <ConfirmForm />
    </CenteredPage>
  );
}
