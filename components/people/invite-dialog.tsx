"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormEnd } from "#components/ui/form-end.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { api } from "#lib/api/client.ts";
import type { Role } from "#lib/core/permissions.ts";
import { mayGive } from "#lib/workspaces/members/rules.ts";
import { CopiedLink } from "./copied-link.tsx";
import { roleOptions } from "./role-words.ts";

type Made = { email: string; token: string; isMailed: boolean };

export type InviteDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** Makes an invitation and shows its link, this once. */
export function InviteDialog({ open, onOpenChange }: InviteDialogProps) {
  const [made, setMade] = useState<Made | null>(null);
  const close = () => {
    onOpenChange(false);
    setMade(null);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      title={made ? (made.isMailed ? "The invitation is on its way" : "Send them this link") : "Invite somebody"}
    >
      {open && !made && <InviteForm onMade={setMade} onCancel={close} />}
      {made && <CopiedLink {...made} onDone={close} />}
    </Dialog>
  );
}

type InviteFormProps = { onMade: (made: Made) => void; onCancel: () => void };

function InviteForm({ onMade, onCancel }: InviteFormProps) {
  const { slug, permissions } = useWorkspace();
  const queries = useQueryClient();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("editor");
  const { busy, wrong, trouble, submit } = useApiForm();
  const rights = new Set(permissions);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit(async () => {
      const { token, isMailed } = await api("invitation.create", { email: email.trim(), role }, { workspace: slug });
      onMade({ email: email.trim(), token, isMailed });
      await queries.invalidateQueries({ queryKey: [slug, "invitation.list"] });
    });
  };
  return (
    <form onSubmit={onSubmit} noValidate className="grid gap-4">
      <Field label="E-mail" required error={wrong("/email")}>
        <Input
          type="email"
          value={email}
          maxLength={254}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => setEmail(event.target.value)}
        />
      </Field>
      <Field label="Role" error={wrong("/role")}>
        <Select
          options={roleOptions((one) => one !== "owner" && mayGive(rights, one))}
          value={role}
          onValueChange={setRole}
        />
      </Field>
      <FormEnd trouble={trouble} busy={busy} onCancel={onCancel}>
        Make the link
      </FormEnd>
    </form>
  );
}
