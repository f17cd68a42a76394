"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { FormTrouble } from "./form-trouble.tsx";
import { postJson, type Trouble } from "./post-json.ts";
import { SaidDone } from "./said-done.tsx";
import { signIn } from "./sign-in.ts";
import { useForm } from "./use-form.ts";

export type SignUpFormProps = {
  /** Whether the address is confirmed by a mail, whose link asks for the password; else it is asked for here. */
  mails: boolean;
};

const known =
  "Signing in with this password did not work. Is there an account with this address already? Then sign in with its own.";

/** An account and a workspace for somebody whom nobody had to invite. */
export function SignUpForm({ mails }: SignUpFormProps) {
  const [asked, setAsked] = useState<string | null>(null);

  const send = async ({ name = "", email = "", workspace = "", password = "" }): Promise<Trouble | null> => {
    const login = { email: email.trim(), ...(mails ? {} : { password }) };
    const body = { name: name.trim(), ...login, workspace: { name: workspace.trim() } };
    const { trouble } = await postJson("/api/v1/sign-up", body);
    if (trouble) return trouble;
    if (mails) {
      setAsked(login.email);
      return null;
    }
    const signed = await signIn({ email: login.email, password, returnTo: "/" });
    if (signed.data) window.location.assign(signed.data.url);
    return signed.trouble?.status === 401 ? { ...signed.trouble, message: known } : signed.trouble;
  };

  const { form, busy, wrong, trouble } = useForm({
    fields: { "/name": "name", "/email": "email", "/password": "password", "/workspace/name": "workspace" },
    check: ({ name = "", email = "", workspace = "", password = "" }) => ({
      ...(name.trim() === "" ? { name: "Enter your name" } : {}),
      ...(email.includes("@") ? {} : { email: "Enter your e-mail address" }),
      ...(workspace.trim() === "" ? { workspace: "Give it a name: your company, or your product" } : {}),
      ...(!mails && [...password].length < 8 ? { password: "Use at least 8 characters" } : {}),
    }),
    send,
  });

  if (asked !== null) {
    return (
      <SaidDone>
        A mail is on its way to <b className="font-strong">{asked}</b>. Its link works once, for an hour.
      </SaidDone>
    );
  }
  return (
    <form {...form} className="grid gap-4">
      <Field label="Your name" error={wrong.name}>
        <Input name="name" autoComplete="name" maxLength={200} autoFocus />
      </Field>
      <Field label="E-mail" error={wrong.email}>
        <Input name="email" type="email" autoComplete="username" autoCapitalize="none" spellCheck={false} />
      </Field>
      <Field label="Workspace" error={wrong.workspace} hint="Your company, or your product. It can be changed later.">
        <Input name="workspace" autoComplete="organization" maxLength={200} />
      </Field>
      {!mails && (
        <Field label="Password" error={wrong.password} hint="At least 8 characters. A few words make a good one.">
          <Input name="password" type="password" autoComplete="new-password" maxLength={200} />
        </Field>
      )}
      <FormTrouble>{trouble}</FormTrouble>
      <Button type="submit" variant="primary" busy={busy} className="h-9">
        Sign up
      </Button>
    </form>
  );
}
