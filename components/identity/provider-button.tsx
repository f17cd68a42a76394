"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { FormTrouble } from "./form-trouble.tsx";
import { goToProvider, type ProviderWanted } from "./go-to-provider.ts";

export type ProviderButtonProps = ProviderWanted & {
  provider: string;
  /** Whether it is not one of two ways. */
  isAlone?: boolean;
};

/** The other way in: through the organisation's own sign-in. */
export function ProviderButton({ provider, isAlone = false, ...wanted }: ProviderButtonProps) {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const go = async () => {
    setBusy(true);
    const failed = await goToProvider(wanted);
    // It stays busy after success: the provider's page is on its way.
    if (failed === null) return;
    setTrouble(failed);
    setBusy(false);
  };
  return (
    <div className={isAlone ? "grid justify-items-start gap-3" : "mt-4 grid gap-4"}>
      {!isAlone && (
        <div
          aria-hidden
          className="flex items-center gap-3 text-ink-3 text-s before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line"
        >
          or
        </div>
      )}
      <FormTrouble>{trouble}</FormTrouble>
      <Button busy={busy} onClick={() => void go()} className={isAlone ? "" : "h-9"}>
        {wanted.connects ? "Connect" : "Continue"} with {provider}
      </Button>
    </div>
  );
}
