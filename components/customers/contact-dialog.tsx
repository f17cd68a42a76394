"use client";

import { RecordForm } from "#components/shell/record-form.tsx";
import { useUndoable } from "#components/shell/use-undoable.ts";
import type { VersionField } from "#components/shell/versions-screen.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
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
  const undoable = useUndoable();
  const send = async (said: Said, ifMatch: number | null) => {
    const { isChampion, ...texts } = said;
    const filled = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.trim() || null]));
    const input = { ...filled, isChampion };
    return contact && ifMatch !== null
      ? call("contact.update", { id: contact.id, ...input }, { workspace: slug, ifMatch })
      : call("contact.create", { ...input, companyId }, { workspace: slug });
  };
  return (
    <RecordForm
      record={contact}
      type="contact"
      read={saidOf}
      blank={blank}
      fields={fields}
      send={send}
      onDone={onClose}
      onSaved={({ eventId }) => void undoable(contact ? "Contact saved" : "Contact added", async () => eventId)}
      makes="Add contact"
    >
      {({ values, set, wrong }) => (
        <>
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
        </>
      )}
    </RecordForm>
  );
}
