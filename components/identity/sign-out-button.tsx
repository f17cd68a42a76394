"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { signOut } from "./sign-out.ts";

export function SignOutButton() {
  const [busy, setBusy] = useState(false);
  const leave = async () => {
    setBusy(true);
    await signOut();
  };
  return (
    <Button busy={busy} onClick={leave} className="self-start">
      Sign out
    </Button>
  );
}
