"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { FormTrouble } from "./form-trouble.tsx";
import { postJson } from "./post-json.ts";
import { SaidDone } from "./said-done.tsx";
import { useForm } from "./use-form.ts";

export type ChangePasswordFormProps = {
  email: string;
  /** Where it stands, to come back to after signing in. */
  here?: string;
  /** Whether it is what the page is for. */
  isAlone?: boolean;
};

export function ChangePasswordForm({ email, here = "/account/password", isAlone = true }: ChangePasswordFormProps) {
  const [done, setDone] = useState(false);
  const { form, busy, wrong, trouble } = useForm({
    fields: { "/current": "current", "/next": "next" },
    check: ({ current = "", next = "" }) => ({
      ...(current === "" ? { current: "Enter your present password" } : {}),
      ...([...next].length < 8 ? { next: "Use at least 8 characters" } : {}),
    }),
    send: async ({ current = "", next = "" }) => {
      const { trouble } = await postJson("/api/v1/password/change", { current, next });
      if (trouble?.status === 401) window.location.assign(`/sign-in?returnTo=${here}`);
      if (!trouble) setDone(true);
      return trouble;
    },
  });
  if (done) {
    return (
      <SaidDone>
        <p>Your password is changed. Every other browser has been signed out.</p>
      </SaidDone>
    );
  }
  return (
    <form {...form} className="grid gap-4">
      {/* Password managers need to know whose password this is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field label="Present password" error={wrong.current}>
        <Input name="current" type="password" autoComplete="current-password" maxLength={200} autoFocus={isAlone} />
      </Field>
      <Field label="New password" error={wrong.next} hint="At least 8 characters. A few words make a good one.">
        <Input name="next" type="password" autoComplete="new-password" maxLength={200} />
      </Field>
      <FormTrouble>{trouble}</FormTrouble>
      <Button
        type="submit"
        variant={isAlone ? "primary" : "secondary"}
        busy={busy}
        className={isAlone ? "h-9" : "justify-self-start"}
      >
        Change password
      </Button>
    </form>
  );
}
