"use client";

import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { apiQuery } from "#lib/api/client.ts";

export type ContactFieldProps = {
  companyId: string;
  value: string | null;
  onValueChange: (contactId: string | null) => void;
  error: string | undefined;
};

const nobody = "nobody";

/** Who of the company said it; nothing to ask where nobody of it is known. */
export function ContactField({ companyId, value, onValueChange, error }: ContactFieldProps) {
  const { slug } = useWorkspace();
  const { data } = useQuery(apiQuery(slug, "contact.list", { companyId, limit: 100 }));
  const people = data?.data ?? [];
  if (people.length === 0) return null;
  return (
    <Field label="Who said it" optional error={error}>
      <Select
        options={[
          { value: nobody, label: "Somebody there" },
          ...people.map(({ id, name, email }) => ({ value: id, label: name ?? email ?? "No name" })),
        ]}
        value={value ?? nobody}
        onValueChange={(next) => onValueChange(next === nobody ? null : next)}
      />
    </Field>
  );
}
