"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormEnd } from "#components/ui/form-end.tsx";
import { Input } from "#components/ui/input.tsx";
import { toast } from "#components/ui/toast.ts";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { api } from "#lib/api/client.ts";
import type { ApiKey } from "./key-row.tsx";

export type RenameKeyDialogProps = { apiKey: ApiKey; open: boolean; onOpenChange: (open: boolean) => void };

export function RenameKeyDialog({ apiKey, open, onOpenChange }: RenameKeyDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Rename the key" size="s">
      {open && <RenameForm apiKey={apiKey} onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

function RenameForm({ apiKey, onDone }: { apiKey: ApiKey; onDone: () => void }) {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const [name, setName] = useState(apiKey.name);
  const { busy, wrong, trouble, submit } = useApiForm();
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit(async () => {
      const input = { id: apiKey.id, name: name.trim() };
      await api("apiKey.update", input, { workspace: slug, ifMatch: apiKey.version });
      await queries.invalidateQueries({ queryKey: [slug, "apiKey.list"] });
      toast({ title: "The key is renamed" });
      onDone();
    });
  };
  return (
    <form onSubmit={onSubmit} noValidate className="grid gap-4">
      <Field label="Name" required error={wrong("/name")}>
        <Input value={name} maxLength={200} autoComplete="off" onChange={(event) => setName(event.target.value)} />
      </Field>
      <FormEnd trouble={trouble} busy={busy} onCancel={onDone}>
        Save
      </FormEnd>
    </form>
  );
}
