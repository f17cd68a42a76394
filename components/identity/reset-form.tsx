"use client";

import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { FormTrouble } from "./form-trouble.tsx";
import { postJson } from "./post-json.ts";
import { useForm } from "./use-form.ts";
import { useLinkToken } from "./use-link-token.ts";

const dead =
  "This link does not work any more: it was used, is older than ten minutes, or there is a newer one. Ask for another.";

/** Sets a new password by the link that was mailed, or printed by whoever runs the server. */
export function ResetForm() {
  const token = useLinkToken();
  const { form, busy, wrong, trouble } = useForm({
    fields: { "/password": "password" },
    check: ({ password = "" }) => ({
      ...([...password].length < 8 ? { password: "Use at least 8 characters" } : {}),
    }),
    send: async ({ password = "" }) => {
      const { trouble } = await postJson("/api/v1/password/reset", { token, password });
      if (!trouble) window.location.assign("/sign-in?note=password-reset");
      return trouble?.status === 404 ? { ...trouble, message: dead } : trouble;
    },
  });
  const incomplete = token === "" ? "This link is not whole. Open all of it, up to its last letter." : null;
  return (
    <form {...form} className="grid gap-4">
      <Field label="New password" error={wrong.password} hint="At least 8 characters. A few words make a good one.">
        <Input name="password" type="password" autoComplete="new-password" maxLength={200} autoFocus />
      </Field>
      <FormTrouble>{incomplete ?? trouble}</FormTrouble>
      <Button type="submit" variant="primary" busy={busy} disabled={token === ""} className="h-9">
        Set the password
      </Button>
    </form>
  );
}
