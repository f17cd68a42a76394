"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { toast } from "#components/ui/toast.ts";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { api, type Output } from "#lib/api/client.ts";

type Account = Output<"session.get">["account"];

/** One's own name. The address is what one signs in with, and stays. */
export function ProfileForm({ account }: { account: Account }) {
  const router = useRouter();
  const [seen, setSeen] = useState(account);
  const [name, setName] = useState(account.name);
  const { busy, wrong, trouble, submit } = useApiForm();
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit(async () => {
      const saved = await api("account.update", { name: name.trim() }, { ifMatch: seen.version });
      setSeen(saved);
      setName(saved.name);
      toast({ title: "Your name is saved" });
      router.refresh();
    });
  };
  return (
    <form onSubmit={onSubmit} noValidate className="grid max-w-90 gap-4">
      <Field label="Name" required error={wrong("/name")} hint="Everybody in your workspaces sees it.">
        <Input value={name} maxLength={200} autoComplete="name" onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label="E-mail" hint="You sign in with it.">
        <Input value={seen.email} readOnly />
      </Field>
      {trouble && (
        <p role="alert" className="text-bad">
          {trouble}
        </p>
      )}
      <Button type="submit" busy={busy} className="justify-self-start">
        Save
      </Button>
    </form>
  );
}
