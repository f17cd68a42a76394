"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useUndoable } from "#components/shell/use-undoable.ts";
import { type VersionField, VersionsScreen } from "#components/shell/versions-screen.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { DialogFooter } from "#components/ui/dialog-footer.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { useVersions } from "#components/ui/use-versions.ts";
import { call, type Output } from "#lib/api/client.ts";

type Contact = Output<"contact.get">;
export type ContactDialogProps = {
  companyId: string;
  /** The contact to change, or null to make a new one. Left out, the dialog is closed. */
  contact: Contact | null | undefined;
  onClose: () => void;
};

/** Makes a contact of a company, or changes one. */
export function ContactDialog({ companyId, contact, onClose }: ContactDialogProps) {
  const open = contact !== undefined;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={contact ? "Edit contact" : "New contact"}
      size="s"
    >
      {open && <ContactForm companyId={companyId} contact={contact} onClose={onClose} />}
    </Dialog>
  );
}

const saidOf = (contact: Contact) => ({
  name: contact.name ?? "",
  email: contact.email ?? "",
  role: contact.role ?? "",
  persona: contact.persona ?? "",
  isChampion: contact.isChampion,
});
type Said = ReturnType<typeof saidOf>;
const blank: Said = { name: "", email: "", role: "", persona: "", isChampion: false };
const fields: readonly VersionField<Said>[] = [
  { name: "name", label: "Name" },
  { name: "email", label: "E-mail" },
  { name: "role", label: "Role" },
  { name: "persona", label: "Persona" },
  { name: "isChampion", label: "Champion", show: (yes) => (yes ? "Yes" : "No") },
];

type FormProps = { companyId: string; contact: Contact | null; onClose: () => void };

function ContactForm({ companyId, contact, onClose }: FormProps) {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const undoable = useUndoable();
  const [values, setValues] = useState(contact ? saidOf(contact) : blank);
  const set = (next: Partial<typeof values>) => setValues((now) => ({ ...now, ...next }));
  const { busy, wrong, trouble, submit } = useApiForm();
  const versions = useVersions(contact, saidOf);
  const save = (said: Said) =>
    submit(async () => {
      const { isChampion, ...texts } = said;
      const filled = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.trim() || null]));
      const input = { ...filled, isChampion };
      let eventId: string | null = null;
      const send = async (ifMatch: number) => {
        ({ eventId } = await call("contact.update", { id: contact?.id ?? "", ...input }, { workspace: slug, ifMatch }));
      };
      if (contact && !(await versions.save(said, send))) return;
      if (!contact) ({ eventId } = await call("contact.create", { ...input, companyId }, { workspace: slug }));
      await queries.invalidateQueries({ queryKey: [slug] });
      onClose();
      void undoable(contact ? "Contact saved" : "Contact added", async () => eventId);
    });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void save(values);
  };
  if (contact && versions.conflict) {
    return (
      <VersionsScreen
        conflict={versions.conflict}
        fields={fields}
        about={{ type: "contact", id: contact.id }}
        busy={busy}
        trouble={trouble}
        onBack={versions.back}
        onSave={(chosen) => {
          versions.settle();
          setValues(chosen);
          void save(chosen);
        }}
      />
    );
  }
  return (
    <form onSubmit={onSubmit} noValidate className="grid gap-4">
      <Field label="Name" error={wrong("/name")}>
        <Input value={values.name} maxLength={200} onChange={(e) => set({ name: e.target.value })} />
      </Field>
      <Field label="E-mail" error={wrong("/email")} hint="What they write from here is theirs.">
        <Input
          type="email"
          value={values.email}
          maxLength={254}
          autoComplete="off"
          onChange={(e) => set({ email: e.target.value })}
        />
      </Field>
      <Field label="Role" optional error={wrong("/role")} hint="What they do there: Controller, Head of IT.">
        <Input value={values.role} maxLength={200} onChange={(e) => set({ role: e.target.value })} />
      </Field>
      <Field label="Persona" optional error={wrong("/persona")} hint="Which of your typical users they are.">
        <Input value={values.persona} maxLength={200} onChange={(e) => set({ persona: e.target.value })} />
      </Field>
      <Checkbox
        label="Champion"
        hint="Speaks for us inside the company."
        checked={values.isChampion}
        onChange={(e) => set({ isChampion: e.target.checked })}
      />
      {trouble && (
        <p role="alert" className="text-bad">
          {trouble}
        </p>
      )}
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy}>
          {contact ? "Save" : "Add contact"}
        </Button>
      </DialogFooter>
    </form>
  );
}
