"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useUndoable } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { DialogFooter } from "#components/ui/dialog-footer.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { api, apiQuery, call, type Output } from "#lib/api/client.ts";

type Company = Output<"company.get">;
export type RequestDialogProps = { open: boolean; onOpenChange: (open: boolean) => void; company: Company };

/** Writes down what a customer asks for, while they are still talking. */
export function RequestDialog({ open, onOpenChange, company }: RequestDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={`New request of ${company.name}`}>
      {open && <RequestForm company={company} onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

const nobody = "nobody";
const kinds = [
  { value: "request", label: "Request" },
  { value: "problem", label: "Problem" },
  { value: "question", label: "Question" },
  { value: "bug", label: "Bug" },
  { value: "praise", label: "Praise" },
] as const;

function RequestForm({ company, onDone }: { company: Company; onDone: () => void }) {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const undoable = useUndoable();
  const contacts = useQuery(apiQuery(slug, "contact.list", { companyId: company.id, limit: 200 }));
  const people = contacts.data?.data ?? [];
  const [values, setValues] = useState({
    title: "",
    body: "",
    contactId: nobody,
    kind: "request" as (typeof kinds)[number]["value"],
  });
  const set = (next: Partial<typeof values>) => setValues((now) => ({ ...now, ...next }));
  const { busy, wrong, trouble, submit } = useApiForm();

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit(async () => {
      const { contactId, ...words } = values;
      const record = { ...words, company: { name: company.name, domain: company.domains[0] ?? null } };
      const { data, eventId } = await call("feedback.create", record, { workspace: slug });
      // A record names its customer as a source would; who it is exactly is known here.
      const exactly = {
        ...(data.company?.id === company.id ? {} : { companyId: company.id }),
        ...(contactId === nobody ? {} : { contactId }),
      };
      if (Object.keys(exactly).length > 0) {
        await api("feedback.update", { id: data.id, ...exactly }, { workspace: slug, ifMatch: data.version });
      }
      await queries.invalidateQueries({ queryKey: [slug] });
      onDone();
      void undoable("Request written down", async () => (Object.keys(exactly).length > 0 ? null : eventId));
    });
  };

  return (
    <form
      onSubmit={onSubmit}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSubmit(event);
      }}
      noValidate
      className="grid gap-4"
    >
      <Field label="In one line" required error={wrong("/title") ?? wrong("/body")}>
        <Input value={values.title} maxLength={500} onChange={(e) => set({ title: e.target.value })} />
      </Field>
      <Field label="In their words" optional error={values.title === "" ? undefined : wrong("/body")}>
        <Textarea value={values.body} rows={5} maxLength={400_000} onChange={(e) => set({ body: e.target.value })} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Who said it" error={wrong("/contactId")}>
          <Select
            options={[
              { value: nobody, label: "Somebody there" },
              ...people.map(({ id, name, email }) => ({ value: id, label: name ?? email ?? "No name" })),
            ]}
            value={values.contactId}
            onValueChange={(contactId) => set({ contactId })}
          />
        </Field>
        <Field label="Kind" error={wrong("/kind")}>
          <Select options={kinds} value={values.kind} onValueChange={(kind) => set({ kind })} />
        </Field>
      </div>
      {trouble && (
        <p role="alert" className="text-bad">
          {trouble}
        </p>
      )}
      <DialogFooter note={<Kbd keys="Mod+Enter" />}>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy}>
          Write it down
        </Button>
      </DialogFooter>
    </form>
  );
}
