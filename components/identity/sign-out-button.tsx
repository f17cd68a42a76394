"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { signOut } from "./sign-out.ts";

export type SignOutButtonProps = {
  /** Where to be afterwards; the sign-in page unless told. */
  returnTo?: string;
};

export function SignOutButton({ returnTo }: SignOutButtonProps) {
  const [busy, setBusy] = useState(false);
  const leave = async () => {
    setBusy(true);
    await signOut(returnTo);
  };
  return (
    <Button busy={busy} onClick={leave} className="self-start">
      Sign out
    </Button>
  );
}
