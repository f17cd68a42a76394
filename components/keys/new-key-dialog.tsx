"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormEnd } from "#components/ui/form-end.tsx";
import { Input } from "#components/ui/input.tsx";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { api } from "#lib/api/client.ts";
import { type ApiScope, scopes } from "#lib/core/permissions.ts";
import { CopiedKey } from "./copied-key.tsx";
import { scopeWords } from "./scope-words.ts";

export type NewKeyDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** Makes a key and shows it, this once. */
export function NewKeyDialog({ open, onOpenChange }: NewKeyDialogProps) {
  const [made, setMade] = useState<{ name: string; key: string } | null>(null);
  const close = () => {
    onOpenChange(false);
    setMade(null);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      title={made ? "Copy the key now" : "New API key"}
    >
      {open && !made && <NewKeyForm onMade={setMade} onCancel={close} />}
      {made && <CopiedKey name={made.name} secret={made.key} onDone={close} />}
    </Dialog>
  );
}

type FormProps = { onMade: (made: { name: string; key: string }) => void; onCancel: () => void };

function NewKeyForm({ onMade, onCancel }: FormProps) {
  const { slug, permissions } = useWorkspace();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<readonly ApiScope[]>(["read"]);
  const { busy, wrong, trouble, submit } = useApiForm();
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit(async () => {
      const inOrder = scopes.filter((scope) => chosen.includes(scope));
      onMade(await api("apiKey.create", { name: name.trim(), scopes: inOrder }, { workspace: slug }));
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
