"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { acceptInvitation } from "./accept-invitation.ts";
import { FormTrouble } from "./form-trouble.tsx";

export type JoinButtonProps = {
  token: string;
  workspace: string;
  /** The page of the workspace to begin with. */
  landing: string;
};

/** Joins with the account that is signed in. */
export function JoinButton({ token, workspace, landing }: JoinButtonProps) {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const join = async () => {
    setBusy(true);
    const { data, trouble } = await acceptInvitation(token);
    // It stays busy after success: a new page is on its way.
    if (data) return window.location.assign(`/w/${data.workspace.slug}/${landing}`);
    setTrouble(trouble?.message ?? null);
    setBusy(false);
  };
  return (
    <div className="grid gap-4">
      <FormTrouble>{trouble}</FormTrouble>
      <Button variant="primary" busy={busy} onClick={() => void join()} className="h-9">
        Join {workspace}
      </Button>
    </div>
  );
}
