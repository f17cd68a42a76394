import { ChangePasswordForm } from "#components/identity/change-password-form.tsx";
import { CenteredPage } from "#components/shell/centered-page.tsx";
import { pageAccount } from "#lib/identity/page.ts";
import { getSession } from "#lib/identity/queries.ts";

export const metadata = { title: "Change password" };

export default async function ChangePassword() {
  const { account } = await getSession(await pageAccount(), {});
  return (
    <CenteredPage
      title="Change your password"
      intro="You stay signed in here and are signed out everywhere else."
      footer={
        <a href="/" className="underline underline-offset-2 hover:text-ink">
          Back to work
        </a>
      }
    >
      <ChangePasswordForm email={account.email} />
    </CenteredPage>
  );
}
