"use client";

import { Check, Copy } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { DialogFooter } from "#components/ui/dialog-footer.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";

export type CopiedKeyProps = { name: string; secret: string; onDone: () => void };

/** A new key, to be copied: it is shown nowhere else, and never again. */
export function CopiedKey({ name, secret, onDone }: CopiedKeyProps) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    field.current?.select();
    // A browser has a clipboard over https only; elsewhere the key is selected, to be copied by hand.
    setCopied(
      await (navigator.clipboard?.writeText(secret) ?? Promise.reject()).then(
        () => true,
        () => false,
      ),
    );
  };
  return (
    <div className="grid gap-4">
      <p className="wrap-anywhere text-ink-2">
        For <b className="font-strong text-ink">{name}</b>. It is shown only now; if it is lost, make another.
      </p>
      <div className="flex items-end gap-2">
        <Field label="Key" className="min-w-0 flex-1">
          <Input
            ref={field}
            readOnly
            value={secret}
            className="font-mono text-s"
            onFocus={(event) => event.target.select()}
          />
        </Field>
        <Button
          variant="primary"
          className="h-8 pointer-coarse:h-11"
          icon={copied ? <Check aria-hidden className="size-3.5" /> : <Copy aria-hidden className="size-3.5" />}
          onClick={() => void copy()}
        >
          {copied ? "Copied" : "Copy"}
        </Button>
      </div>
      <DialogFooter>
        <Button onClick={onDone}>Done</Button>
      </DialogFooter>
    </div>
  );
}
