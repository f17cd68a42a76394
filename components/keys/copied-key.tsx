import { CopiedSecret } from "#components/ui/copied-secret.tsx";

export type CopiedKeyProps = { name: string; secret: string; onDone: () => void };

/** A new key, shown nowhere else, and never again. */
export function CopiedKey({ name, secret, onDone }: CopiedKeyProps) {
  return (
    <CopiedSecret label="Key" value={secret} onDone={onDone}>
      For{" "}
      <b dir="auto" className="font-strong text-ink">
        {name}
      </b>
      . It is shown only now; if it is lost, make another.
    </CopiedSecret>
  );
}
