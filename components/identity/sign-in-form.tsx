"use client";

import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { FormTrouble } from "./form-trouble.tsx";
import { signIn } from "./sign-in.ts";
import { useForm } from "./use-form.ts";

export type SignInFormProps = {
  returnTo: string;
  /** What went wrong before this page was opened. */
  told: string | null;
};

export function SignInForm({ returnTo, told }: SignInFormProps) {
  const { form, busy, wrong, trouble } = useForm({
    fields: { "/email": "email", "/password": "password" },
    check: ({ email = "", password = "" }) => ({
      ...(email.trim() === "" ? { email: "Enter your e-mail address" } : {}),
      ...(password === "" ? { password: "Enter your password" } : {}),
    }),
    send: async ({ email = "", password = "" }) => {
      const { data, trouble } = await signIn({ email: email.trim(), password, returnTo });
      if (data) window.location.assign(data.url);
      return trouble;
    },
  });
  return (
    <form {...form} className="grid gap-4">
      <Field label="E-mail" error={wrong.email}>
        <Input name="email" type="email" autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus />
      </Field>
      <Field label="Password" error={wrong.password}>
        <Input name="password" type="password" autoComplete="current-password" maxLength={200} />
      </Field>
      <FormTrouble>{trouble ?? told}</FormTrouble>
      <Button type="submit" variant="primary" busy={busy} className="h-9">
        Sign in
      </Button>
    </form>
  );
}
