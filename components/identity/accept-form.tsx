"use client";

import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { acceptInvitation } from "./accept-invitation.ts";
import { FormTrouble } from "./form-trouble.tsx";
import { signIn } from "./sign-in.ts";
import { useForm } from "./use-form.ts";

export type AcceptFormProps = {
  token: string;
  email: string;
  /** The page of the workspace to begin with. */
  landing: string;
};

/** Joins as who is not signed in: the account is made, or proven where the address has one. */
export function AcceptForm({ token, email, landing }: AcceptFormProps) {
  const { form, busy, wrong, trouble } = useForm({
    fields: { "/name": "name", "/password": "password" },
    check: ({ name = "", password = "" }) => ({
      ...(name.trim() === "" ? { name: "Enter your name" } : {}),
      ...([...password].length < 8 ? { password: "Use at least 8 characters" } : {}),
    }),
    send: async ({ name = "", password = "" }) => {
      const { data, trouble } = await acceptInvitation(token, { name: name.trim(), password });
      if (trouble) return trouble;
      const returnTo = `/w/${data.workspace.slug}/${landing}`;
      const signed = await signIn({ email, password, returnTo });
      window.location.assign(signed.data?.url ?? `/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
      return null;
    },
  });
  return (
    <form {...form} className="grid gap-4">
      {/* Password managers need to know whose password this is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field label="Your name" error={wrong.name}>
        <Input name="name" autoComplete="name" maxLength={200} autoFocus />
      </Field>
      <Field
        label="Password"
        error={wrong.password}
        hint="At least 8 characters. Do you have an account here with this address? Then use its password."
      >
        <Input name="password" type="password" autoComplete="new-password" maxLength={200} />
      </Field>
      <FormTrouble>{trouble}</FormTrouble>
      <Button type="submit" variant="primary" busy={busy} className="h-9">
        Join
      </Button>
    </form>
  );
}
