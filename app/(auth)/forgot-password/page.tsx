import { ForgotForm } from "#components/identity/forgot-form.tsx";
import { TextLink } from "#components/identity/text-link.tsx";
import { CenteredPage } from "#components/shell/centered-page.tsx";
import { sendsMail } from "#lib/mail/send.ts";

export const metadata = { title: "Forgot your password?" };

export default function ForgotPassword() {
  const footer = <TextLink href="/sign-in">Back to signing in</TextLink>;
  if (!sendsMail()) {
    return (
      <CenteredPage
        title="Forgot your password?"
        intro="This Throughline sends no mail. Ask whoever runs its server for a link: this command prints one, which works once, for ten minutes."
        footer={footer}
      >
        <p className="overflow-x-auto rounded-m border border-line bg-surface px-3 py-2 font-mono text-s text-ink-2">
          npm run -s cli -- password:reset --email you@example.com
        </p>
      </CenteredPage>
    );
  }
  return (
    <CenteredPage
      title="Forgot your password?"
      intro="Enter your address, and we mail you a link to set a new one."
      footer={footer}
    >
      <ForgotForm />
    </CenteredPage>
  );
}
