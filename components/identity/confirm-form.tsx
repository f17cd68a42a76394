"use client";

import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { FormTrouble } from "./form-trouble.tsx";
import { postJson } from "./post-json.ts";
import { signIn } from "./sign-in.ts";
import { useForm } from "./use-form.ts";
import { useLinkToken } from "./use-link-token.ts";

type Made = { account: { email: string }; workspace: { slug: string } };

const dead = "This link does not work any more: it was used, or is older than an hour. Sign in, or sign up once more.";

/** Makes the account and its workspace by the link that was mailed. */
export function ConfirmForm() {
  const token = useLinkToken();
  const { form, busy, wrong, trouble } = useForm({
    fields: { "/password": "password" },
    check: ({ password = "" }) => ({
      ...([...password].length < 8 ? { password: "Use at least 8 characters" } : {}),
    }),
    send: async ({ password = "" }) => {
      const { data, trouble } = await postJson<Made>("/api/v1/sign-up/confirm", { token, password });
      if (trouble) return trouble.status === 404 ? { ...trouble, message: dead } : trouble;
      const returnTo = `/w/${data.workspace.slug}/inbox`;
      const signed = await signIn({ email: data.account.email, password, returnTo });
      window.location.assign(signed.data?.url ?? `/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
      return null;
    },
  });
  const incomplete = token === "" ? "This link is not whole. Open all of it, up to its last letter." : null;
  return (
    <form {...form} className="grid gap-4">
      <Field label="Password" error={wrong.password} hint="At least 8 characters. A few words make a good one.">
        <Input name="password" type="password" autoComplete="new-password" maxLength={200} autoFocus />
      </Field>
      <FormTrouble>{incomplete ?? trouble}</FormTrouble>
      <Button type="submit" variant="primary" busy={busy} disabled={token === ""} className="h-9">
        Begin
      </Button>
    </form>
  );
}
