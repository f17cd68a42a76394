"use client";

import { Archive, Check, Inbox, Lightbulb, Link2, type LucideIcon, MessageSquareText } from "lucide-react";
import { useMay } from "#components/shell/workspace-context.tsx";
import { useShortcuts } from "#components/ui/use-shortcuts.ts";
import type { FeedbackItem } from "./feedback.ts";
import type { Triage } from "./use-triage.ts";

export type Asking =
  | { what: "link"; feedback: FeedbackItem; quote: string | null }
  | { what: "idea"; feedback: FeedbackItem; quote: string | null; title: string }
  | { what: "setAside"; feedback: FeedbackItem }
  | { what: "review"; feedback: FeedbackItem };

export type Deed = { key: string | null; label: string; short: string; icon: LucideIcon; run: () => void };

/** What this person may do with this feedback now, and the keys for it. */
export function useDeeds(
  feedback: FeedbackItem | null,
  quote: string | null,
  triage: Triage,
  ask: (asking: Asking) => void,
): Deed[] {
  const mayLink = useMay("evidence:write");
  const mayTriage = useMay("feedback:triage");
  const mayCreate = useMay("ideas:write") && mayLink;
  const deeds: (Deed | false)[] = feedback
    ? [
        mayLink && {
          key: "l",
          label: "Link to an idea…",
          short: "Link",
          icon: Link2,
          run: () => ask({ what: "link", feedback, quote }),
        },
        mayCreate && {
          key: "n",
          label: "New idea…",
          short: "New idea",
          icon: Lightbulb,
          run: () => ask({ what: "idea", feedback, quote, title: feedback.title }),
        },
        mayTriage &&
          feedback.state !== "set_aside" && {
            key: "s",
            label: "Set aside…",
            short: "Set aside",
            icon: Archive,
            run: () => ask({ what: "setAside", feedback }),
          },
        mayTriage &&
          feedback.state === "inbox" && {
            key: "e",
            label: "Done with it",
            short: "Done",
            icon: Check,
            run: () => void triage.review(feedback),
          },
        mayTriage &&
          feedback.state === "inbox" && {
            key: "Shift+e",
            label: "Done, with a note…",
            short: "Note",
            icon: MessageSquareText,
            run: () => ask({ what: "review", feedback }),
          },
        mayTriage &&
          feedback.state !== "inbox" && {
            key: null,
            label: "Back to the inbox",
            short: "Reopen",
            icon: Inbox,
            run: () => void triage.reopen(feedback),
          },
      ]
    : [];
  const allowed = deeds.filter((deed) => deed !== false);
  useShortcuts(
    allowed.flatMap(({ key, label, run }) => (key ? [{ keys: key, label, run, group: "This message" }] : [])),
  );
  return allowed;
}
