import { redirect } from "next/navigation";
import { SignInForm } from "#components/identity/sign-in-form.tsx";
import { CenteredPage } from "#components/shell/centered-page.tsx";
import { pageVisitor } from "#lib/identity/page.ts";
import { safeReturnTo } from "#lib/identity/return-to.ts";

export const metadata = { title: "Sign in" };

type SignInProps = { searchParams: Promise<{ returnTo?: string | string[] }> };

export default async function SignIn({ searchParams }: SignInProps) {
  const returnTo = safeReturnTo((await searchParams).returnTo);
  const { kind } = await pageVisitor();
  if (kind === "account") redirect(returnTo);
  return (
    <CenteredPage title="Sign in to Throughline">
      <SignInForm returnTo={returnTo} />
    </CenteredPage>
  );
}
