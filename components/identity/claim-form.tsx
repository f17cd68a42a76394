"use client";

import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { FormTrouble } from "./form-trouble.tsx";
import { postJson, type Trouble } from "./post-json.ts";
import { signIn } from "./sign-in.ts";
import { useForm } from "./use-form.ts";
import { useLinkToken } from "./use-link-token.ts";

type Claimed = { workspace: { slug: string } };

const dead =
  "This link does not work any more: somebody has claimed this Throughline, or its server printed a newer link. Open the newest one, or sign in.";

async function claim(token: string, { name = "", email = "", password = "", begin = "" }): Promise<Trouble | null> {
  const firstName = name.trim().split(/\s+/)[0]?.slice(0, 100);
  const isSample = begin === "sample";
  const workspace = { name: isSample ? "Larkspur (sample)" : `${firstName}’s workspace` };
  const account = { name: name.trim(), email: email.trim(), password };
  const { data, trouble } = await postJson<Claimed>("/api/v1/setup", { token, ...account, workspace });
  if (trouble) return trouble.status === 404 ? { ...trouble, message: dead } : trouble;
  const { slug } = data.workspace;
  const returnTo = `/w/${slug}/inbox`;
  const signed = await signIn({ email: account.email, password, returnTo });
  // Should it fail, the inbox of the empty workspace offers it again.
  if (isSample && signed.data) await postJson(`/api/v1/workspaces/${slug}/sample`, {});
  window.location.assign(signed.data?.url ?? `/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
  return null;
}

export type ClaimFormProps = { offersSample: boolean };

/** Makes the account that owns the instance, and its first workspace: an empty one, or the sample to look around in. */
export function ClaimForm({ offersSample }: ClaimFormProps) {
  const token = useLinkToken();
  const { form, busy, wrong, trouble } = useForm({
    fields: { "/name": "name", "/email": "email", "/password": "password" },
    check: ({ name = "", email = "", password = "" }) => ({
      ...(name.trim() === "" ? { name: "Enter your name" } : {}),
      ...(email.includes("@") ? {} : { email: "Enter your e-mail address" }),
      ...([...password].length < 8 ? { password: "Use at least 8 characters" } : {}),
    }),
    send: (values) => claim(token ?? "", values),
  });
  const incomplete = token === "" ? "This link is not whole. Open all of the link that the server printed." : null;
  return (
    <form {...form} className="grid gap-4">
      <Field label="Your name" error={wrong.name}>
        <Input name="name" autoComplete="name" maxLength={200} autoFocus />
      </Field>
      <Field label="E-mail" error={wrong.email}>
        <Input name="email" type="email" autoComplete="username" autoCapitalize="none" spellCheck={false} />
      </Field>
      <Field label="Password" error={wrong.password} hint="At least 8 characters. A few words make a good one.">
        <Input name="password" type="password" autoComplete="new-password" maxLength={200} />
      </Field>
      <FormTrouble>{incomplete ?? trouble}</FormTrouble>
      <Button type="submit" variant="primary" busy={busy} disabled={token === ""} className="h-9">
        Start your own
      </Button>
      {offersSample && (
        <Button type="submit" name="begin" value="sample" busy={busy} disabled={token === ""} className="h-9">
          Explore the sample workspace
        </Button>
      )}
    </form>
  );
}
