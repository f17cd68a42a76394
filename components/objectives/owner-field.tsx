"use client";

import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { usePeople } from "./use-people.ts";

export type OwnerFieldProps = {
  /** The id of a member; null is nobody. */
  value: string | null;
  onChange: (id: string | null) => void;
  error: string | undefined;
};

const nobody = "nobody";

/** Says which member answers for a record. */
export function OwnerField({ value, onChange, error }: OwnerFieldProps) {
  const { people, nameOf } = usePeople();
  return (
    <Field label="Owner" error={error}>
      <Select
        options={[{ value: nobody, label: "Nobody" }, ...people.map(({ id, name }) => ({ value: id, label: name }))]}
        value={nameOf(value) === null ? nobody : (value ?? nobody)}
        onValueChange={(id) => onChange(id === nobody ? null : id)}
      />
    </Field>
  );
}
