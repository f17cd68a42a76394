"use client";

import { useState } from "react";
import { navHref } from "#components/shell/nav-items.ts";
import { troubleIn } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import { api } from "#lib/api/client.ts";

/** Fills this empty workspace with the sample, and begins anew with everything in it. */
export function SampleOffer() {
  const { slug } = useWorkspace();
  const [busy, setBusy] = useState(false);
  const load = async () => {
    setBusy(true);
    try {
      await api("sample.load", {}, { workspace: slug });
      window.location.assign(navHref(slug, "inbox"));
    } catch (error) {
      setBusy(false);
      toast({ title: "The sample could not be loaded", description: troubleIn(error), tone: "bad" });
    }
  };
  return (
    <Button busy={busy} onClick={() => void load()}>
      Explore the sample
    </Button>
  );
}
