"use client";

import { Check, Copy } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { DialogFooter } from "./dialog-footer.tsx";
import { Field } from "./field.tsx";
import { Input } from "./input.tsx";

export type CopiedSecretProps = { label: string; value: string; children: ReactNode; onDone: () => void };

/** What is shown once, to be copied: a key, or the link of an invitation. `children` say for whom, and for how long. */
export function CopiedSecret({ label, value, children, onDone }: CopiedSecretProps) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    field.current?.select();
    // A browser has a clipboard over https only; elsewhere it is selected, to be copied by hand.
    setCopied(
      await (navigator.clipboard?.writeText(value) ?? Promise.reject()).then(
        () => true,
        () => false,
      ),
    );
  };
  return (
    <div className="grid gap-4">
      <p className="wrap-anywhere text-ink-2">{children}</p>
      <div className="flex items-end gap-2">
        <Field label={label} className="min-w-0 flex-1">
          <Input
            ref={field}
            readOnly
            value={value}
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
