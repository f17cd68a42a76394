"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { SettingsNav } from "#components/shell/settings-nav.tsx";
import { troubleIn } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { toast } from "#components/ui/toast.ts";
import { api, apiQuery, type Output } from "#lib/api/client.ts";
import type { Kind } from "#lib/talk/notifications/schema.ts";

export type NotificationSettingsPageProps = {
  settings: Settings;
  /** Whether this instance sends mail at all. */
  sendsMail: boolean;
};

const words: Record<Kind, { label: string; hint: string }> = {
  mention: { label: "Mentions", hint: "Somebody names you in a comment." },
  assignment: { label: "Assignments", hint: "You are made the owner of something." },
  comment: { label: "Comments", hint: "Something is said about what you made, own, commented on or follow." },
  change: { label: "Changes", hint: "What you asked for or follow is linked, moved, set aside, reopened or closed." },
};
const rows = Object.entries(words) as [Kind, (typeof words)[Kind]][];
const columns = [
  { name: "inApp", label: "In the app" },
  { name: "byMail", label: "By mail" },
] as const;
type Where = (typeof columns)[number]["name"];
type Settings = Output<"notification.settings">;

/** What one wants to be told of in this workspace, and where. Each change is saved at once. */
export function NotificationSettingsPage({ settings: first, sendsMail }: NotificationSettingsPageProps) {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const query = apiQuery(slug, "notification.settings", {});
  const { data: saved = first } = useQuery({ ...query, initialData: first });
  // What is ticked shows at once and by itself; saves go one after the other, since each sends a whole list.
  const [wanted, setWanted] = useState<Settings | null>(null);
  const settings = wanted ?? saved;
  const saving = useRef(Promise.resolve());
  const save = async (next: Settings, where: Where) => {
    try {
      queries.setQueryData(
        query.queryKey,
        await api("notification.updateSettings", { [where]: next[where] }, { workspace: slug }),
      );
    } catch (error) {
      toast({ title: "That was not saved", description: troubleIn(error), tone: "bad" });
    }
    // Only the last one is followed by what is saved: of the others more is on its way.
    setWanted((current) => (current === next ? null : current));
  };
  const change = (where: Where, kind: Kind, isWanted: boolean) => {
    const next = {
      ...settings,
      [where]: isWanted ? [...settings[where], kind] : settings[where].filter((one) => one !== kind),
    };
    setWanted(next);
    saving.current = saving.current.then(() => save(next, where));
  };
  return (
    <>
      <PageHeader title="Settings" chips={<SettingsNav />} />
      <div className="scroll-quiet min-h-0 flex-1 overflow-y-auto">
        <div className="max-w-200 page-side py-6">
          <h2 className="font-strong text-m">What you are told of</h2>
          <p className="mb-4 text-ink-3">
            In this workspace, and for you alone. You never hear of what you did yourself.
            {!sendsMail && " This instance sends no mail."}
          </p>
          <div className="divide-y divide-line border-y border-line">
            {rows.map(([kind, { label, hint }]) => (
              <fieldset key={kind} className="flex flex-wrap items-start gap-x-6 gap-y-2 py-3">
                <legend className="sr-only">{label}</legend>
                <div className="min-w-60 flex-1">
                  <div>{label}</div>
                  <div className="text-s text-ink-3">{hint}</div>
                </div>
                {columns.map((column) => (
                  <Checkbox
                    key={column.name}
                    label={column.label}
                    checked={settings[column.name].includes(kind)}
                    disabled={column.name === "byMail" && !sendsMail}
                    onChange={(event) => change(column.name, kind, event.target.checked)}
                  />
                ))}
              </fieldset>
            ))}
          </div>
        </div>
      </div>
    </>
  );
}
