import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";

export type ConfidenceFieldProps = { value: string; onChange: (typed: string) => void; error: string | undefined };

/** How sure somebody is, in per cent; left out where nobody says. */
export function ConfidenceField({ value, onChange, error }: ConfidenceFieldProps) {
  return (
    <Field label="Confidence in %" optional error={error}>
      <Input inputMode="numeric" value={value} onChange={(e) => onChange(e.target.value)} />
    </Field>
  );
}
