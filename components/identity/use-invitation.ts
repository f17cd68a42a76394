"use client";

import { useEffect, useState } from "react";
import type { Role } from "#lib/core/permissions.ts";
import { postJson } from "./post-json.ts";
import { useLinkToken } from "./use-link-token.ts";

type Invitation = { workspace: { name: string }; email: string; role: Role; invitedBy: string };

/** What a link says. `dead`: it does not work (any more). `trouble`: why that could not be found out. */
export type FoundInvitation =
  | { state: "looking" }
  | { state: "dead" }
  | { state: "trouble"; message: string; again: () => void }
  | { state: "found"; token: string; invitation: Invitation };

/** The invitation of the link that is open. Looking at it changes nothing. */
export function useInvitation(): FoundInvitation {
  const token = useLinkToken();
  const [tries, setTries] = useState(0);
  const [found, setFound] = useState<FoundInvitation>({ state: "looking" });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try looks again
  useEffect(() => {
    if (token === null) return;
    let isOver = false;
    const look = async () => {
      setFound({ state: "looking" });
      const path = `/api/v1/invitations/${encodeURIComponent(token)}`;
      const { data, trouble } = await postJson<Invitation>(path);
      if (isOver) return;
      if (data) setFound({ state: "found", token, invitation: data });
      else if (trouble.status === 404 || trouble.status === 422) setFound({ state: "dead" });
      else setFound({ state: "trouble", message: trouble.message, again: () => setTries((now) => now + 1) });
    };
    if (token === "") setFound({ state: "dead" });
    else void look();
    return () => {
      isOver = true;
    };
  }, [token, tries]);
  return found;
}
