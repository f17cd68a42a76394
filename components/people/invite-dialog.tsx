"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormEnd } from "#components/ui/form-end.tsx";
import { Input } from "#components/ui/input.tsx";
import { SecretDialog } from "#components/ui/secret-dialog.tsx";
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
  return (
    <SecretDialog<Made>
      open={open}
      onOpenChange={onOpenChange}
      title={(made) =>
        made ? (made.isMailed ? "The invitation is on its way" : "Send them this link") : "Invite somebody"
      }
      form={(keep, cancel) => <InviteForm keep={keep} onCancel={cancel} />}
    >
      {(made, done) => <CopiedLink {...made} onDone={done} />}
    </SecretDialog>
  );
}

type InviteFormProps = { keep: (making: Promise<Made>) => Promise<void>; onCancel: () => void };

function InviteForm({ keep, onCancel }: InviteFormProps) {
  const { slug, permissions } = useWorkspace();
  const queries = useQueryClient();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("editor");
  const { busy, wrong, trouble, submit } = useApiForm();
  const rights = new Set(permissions);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit(async () => {
      await keep(api("invitation.create", { email: email.trim(), role }, { workspace: slug }));
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
