"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormEnd } from "#components/ui/form-end.tsx";
import { Input } from "#components/ui/input.tsx";
import { SecretDialog } from "#components/ui/secret-dialog.tsx";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { api } from "#lib/api/client.ts";
import { type ApiScope, scopes } from "#lib/core/permissions.ts";
import { CopiedKey } from "./copied-key.tsx";
import { scopeWords } from "./scope-words.ts";

export type NewKeyDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

type Made = { name: string; key: string };

/** Makes a key and shows it, this once. */
export function NewKeyDialog({ open, onOpenChange }: NewKeyDialogProps) {
  return (
    <SecretDialog<Made>
      open={open}
      onOpenChange={onOpenChange}
      title={(made) => (made ? "Copy the key now" : "New API key")}
      form={(keep, cancel) => <NewKeyForm keep={keep} onCancel={cancel} />}
    >
      {({ name, key }, done) => <CopiedKey name={name} secret={key} onDone={done} />}
    </SecretDialog>
  );
}

type FormProps = { keep: (making: Promise<Made>) => Promise<void>; onCancel: () => void };

function NewKeyForm({ keep, onCancel }: FormProps) {
  const { slug, permissions } = useWorkspace();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<readonly ApiScope[]>(["read"]);
  const { busy, wrong, trouble, submit } = useApiForm();
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit(async () => {
      const inOrder = scopes.filter((scope) => chosen.includes(scope));
      await keep(api("apiKey.create", { name: name.trim(), scopes: inOrder }, { workspace: slug }));
      await queries.invalidateQueries({ queryKey: [slug, "apiKey.list"] });
    });
  };
  const noScope = wrong("/scopes");
  return (
    <form onSubmit={onSubmit} noValidate className="grid gap-4">
      <Field label="Name" required error={wrong("/name")} hint="Which program it is for.">
        <Input value={name} maxLength={200} autoComplete="off" onChange={(event) => setName(event.target.value)} />
      </Field>
      <fieldset className="grid gap-1" aria-describedby={noScope ? "no-scope" : undefined}>
        <legend className="mb-1 text-ink-2">What it may do</legend>
        {scopes
          .filter((scope) => permissions.includes(scope))
          .map((scope) => (
            <Checkbox
              key={scope}
              label={scopeWords[scope].label}
              hint={scopeWords[scope].hint}
              checked={chosen.includes(scope)}
              onChange={(event) =>
                setChosen(event.target.checked ? [...chosen, scope] : chosen.filter((one) => one !== scope))
              }
            />
          ))}
        {noScope && (
          <p id="no-scope" role="alert" className="text-s text-bad">
            Choose at least one.
          </p>
        )}
      </fieldset>
      <FormEnd trouble={trouble} busy={busy} onCancel={onCancel}>
        Make the key
      </FormEnd>
    </form>
  );
}
