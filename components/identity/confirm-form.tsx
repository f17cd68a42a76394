"use client";

import { PasswordByLink } from "./password-by-link.tsx";
import { signIn } from "./sign-in.ts";

type Made = { account: { email: string }; workspace: { slug: string } };

/** Makes the account and its workspace by the link that was mailed. */
export function ConfirmForm() {
  return (
    <PasswordByLink<Made>
      label="Password"
      action="Begin"
      path="/api/v1/sign-up/confirm"
      dead="This link does not work any more: it was used, or is older than an hour. Sign in, or sign up once more."
      onDone={async ({ account: { email }, workspace: { slug } }, password) => {
        const returnTo = `/w/${slug}/inbox`;
        const signed = await signIn({ email, password, returnTo });
        window.location.assign(signed.data?.url ?? `/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
      }}
    />
  );
}
