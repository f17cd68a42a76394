"use client";

import { Button } from "#components/ui/button.tsx";
import { useShortcuts } from "#components/ui/use-shortcuts.ts";
import { useWhy, type WhySubject } from "./use-why.ts";

/** Opens the chain of this page's record; `W` does the same. */
export function WhyButton(subject: WhySubject) {
  const { open } = useWhy();
  useShortcuts([{ keys: "w", label: "Why is this here?", group: "This page", run: () => open(subject) }]);
  return (
    <Button shortcut="W" onClick={() => open(subject)}>
      Why?
    </Button>
  );
}
