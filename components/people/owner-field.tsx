"use client";

import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { usePeople } from "./use-people.ts";

export type OwnerFieldProps = {
  /** The id of a member; null is nobody. */
  value: string | null;
  onChange: (id: string | null) => void;
  error?: string | undefined;
  disabled?: boolean;
};

const nobody = "nobody";

/** Says which member answers for a record. One who left stays its owner until another is chosen. */
export function OwnerField({ value, onChange, error, disabled = false }: OwnerFieldProps) {
  const { people, nameOf } = usePeople();
  const left = value !== null && !people.some(({ id }) => id === value) ? nameOf(value) : null;
  return (
    <Field label="Owner" error={error}>
      <Select
        options={[
          { value: nobody, label: "Nobody" },
          ...people.map(({ id, name }) => ({ value: id, label: name })),
          ...(value !== null && left !== null ? [{ value, label: left }] : []),
        ]}
        value={nameOf(value) === null ? nobody : (value ?? nobody)}
        disabled={disabled}
        onValueChange={(id) => onChange(id === nobody ? null : id)}
      />
    </Field>
  );
}
