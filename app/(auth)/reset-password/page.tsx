import { ResetForm } from "#components/identity/reset-form.tsx";
import { TextLink } from "#components/identity/text-link.tsx";
import { CenteredPage } from "#components/shell/centered-page.tsx";

export const metadata = { title: "Set a new password" };

/** Opening it changes nothing: a mail scanner may look too. The link's token stands behind `#` and does not come here. */
export default function ResetPassword() {
  return (
    <CenteredPage
      title="Set a new password"
      intro="You are signed out everywhere, and sign in with the new one."
      footer={<TextLink href="/forgot-password">Ask for another link</TextLink>}
    >
      <ResetForm />
    </CenteredPage>
  );
}
