"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { FormTrouble } from "./form-trouble.tsx";
import { postJson } from "./post-json.ts";
import { SaidDone } from "./said-done.tsx";
import { useForm } from "./use-form.ts";

/** Asks for a link that sets a new password. What it says afterwards is the same for every address. */
export function ForgotForm() {
  const [asked, setAsked] = useState<string | null>(null);
  const { form, busy, wrong, trouble } = useForm({
    fields: { "/email": "email" },
    check: ({ email = "" }) => ({ ...(email.includes("@") ? {} : { email: "Enter your e-mail address" }) }),
    send: async ({ email = "" }) => {
      const { trouble } = await postJson("/api/v1/password/forgot", { email: email.trim() });
      if (!trouble) setAsked(email.trim());
      return trouble;
    },
  });
  if (asked !== null) {
    return (
      <SaidDone>
        If <b className="font-strong">{asked}</b> has an account here, a link is on its way. It works once, for ten
        minutes.
      </SaidDone>
    );
  }
  return (
    <form {...form} className="grid gap-4">
      <Field label="E-mail" error={wrong.email}>
        <Input name="email" type="email" autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus />
      </Field>
      <FormTrouble>{trouble}</FormTrouble>
      <Button type="submit" variant="primary" busy={busy} className="h-9">
        Send me a link
      </Button>
    </form>
  );
}
