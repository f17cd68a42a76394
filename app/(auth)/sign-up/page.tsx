import { notFound, redirect } from "next/navigation";
import { SignUpForm } from "#components/identity/sign-up-form.tsx";
import { TextLink } from "#components/identity/text-link.tsx";
import { CenteredPage } from "#components/shell/centered-page.tsx";
import { opensSignUp } from "#lib/core/environment.ts";
import { pageVisitor } from "#lib/identity/page.ts";
import { sendsMail } from "#lib/mail/send.ts";

export const metadata = { title: "Sign up" };

export default async function SignUp() {
  if (!opensSignUp()) notFound();
  if ((await pageVisitor()).kind === "account") redirect("/");
  return (
    <CenteredPage
      title="Sign up for Throughline"
      intro="From a customer’s words to a measured outcome, and back."
      footer={
        <>
          Have an account already? <TextLink href="/sign-in">Sign in</TextLink>
        </>
      }
    >
      <SignUpForm mails={sendsMail()} />
    </CenteredPage>
  );
}
