"use client";

import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { FormTrouble } from "./form-trouble.tsx";
import { postJson } from "./post-json.ts";
import { useForm } from "./use-form.ts";
import { useLinkToken } from "./use-link-token.ts";

export type PasswordByLinkProps<Answer> = {
  label: string;
  action: string;
  /** The operation that takes the link's token and the password. */
  path: string;
  /** Said of a link that is no good any more. */
  dead: string;
  /** Goes on from here, once it is done. */
  onDone: (answer: Answer, password: string) => Promise<void> | void;
};

/** A password is chosen by a link that was mailed, or printed by whoever runs the server. */
export function PasswordByLink<Answer>({ label, action, path, dead, onDone }: PasswordByLinkProps<Answer>) {
  const token = useLinkToken();
  const { form, busy, wrong, trouble } = useForm({
    fields: { "/password": "password" },
    check: ({ password = "" }): { password?: string } =>
      [...password].length < 8 ? { password: "Use at least 8 characters" } : {},
    send: async ({ password = "" }) => {
      const { data, trouble } = await postJson<Answer>(path, { token, password });
      if (trouble) return trouble.status === 404 ? { ...trouble, message: dead } : trouble;
      await onDone(data, password);
      return null;
    },
  });
  const incomplete = token === "" ? "This link is not whole. Open all of it, up to its last letter." : null;
  return (
    <form {...form} className="grid gap-4">
      <Field label={label} error={wrong.password} hint="At least 8 characters. A few words make a good one.">
        <Input name="password" type="password" autoComplete="new-password" maxLength={200} autoFocus />
      </Field>
      <FormTrouble>{incomplete ?? trouble}</FormTrouble>
      <Button type="submit" variant="primary" busy={busy} disabled={token === ""} className="h-9">
        {action}
      </Button>
    </form>
  );
}
