import { redirect } from "next/navigation";
import { ProviderButton } from "#components/identity/provider-button.tsx";
import { providerTrouble } from "#components/identity/provider-words.ts";
import { SignInForm } from "#components/identity/sign-in-form.tsx";
import { TextLink } from "#components/identity/text-link.tsx";
import { CenteredPage } from "#components/shell/centered-page.tsx";
import { opensSignUp } from "#lib/core/environment.ts";
import { providerName } from "#lib/identity/oidc/provider.ts";
import { pageVisitor } from "#lib/identity/page.ts";
import { safeReturnTo } from "#lib/identity/return-to.ts";

export const metadata = { title: "Sign in" };

type Asked = "returnTo" | "trouble" | "note";
type SignInProps = { searchParams: Promise<Partial<Record<Asked, string | string[]>>> };

const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);

export default async function SignIn({ searchParams }: SignInProps) {
  const asked = await searchParams;
  const returnTo = safeReturnTo(asked.returnTo);
  const { kind } = await pageVisitor();
  if (kind === "account") redirect(returnTo);
  const provider = providerName();
  return (
    <CenteredPage
      title="Sign in to Throughline"
      intro={asked.note === "password-reset" ? "Your password is set anew. Sign in with it." : undefined}
      footer={
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          <TextLink href="/forgot-password">Forgot your password?</TextLink>
          {opensSignUp() && <TextLink href="/sign-up">Sign up</TextLink>}
        </div>
      }
    >
      <SignInForm returnTo={returnTo} told={provider === null ? null : providerTrouble(one(asked.trouble), provider)} />
      {provider !== null && <ProviderButton provider={provider} returnTo={returnTo} />}
    </CenteredPage>
  );
}
