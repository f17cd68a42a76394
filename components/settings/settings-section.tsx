"use client";

import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";

export type SettingsSectionProps = {
  title: string;
  /** What it is for, in a sentence. */
  hint: string;
  children: ReactNode;
  /** What the button says, which opens the form. */
  edit: string;
  onEdit: () => void;
};

/** A part of the settings as it stands, and the way to change it. */
export function SettingsSection({ title, hint, children, edit, onEdit }: SettingsSectionProps) {
  const id = `settings-${title.toLowerCase().replaceAll(" ", "-")}`;
  return (
    <section aria-labelledby={id} className="grid min-w-0 gap-3">
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0 max-w-[60ch]">
          <h2 id={id} className="font-strong text-m">
            {title}
          </h2>
          <p className="text-ink-3">{hint}</p>
        </div>
        <Button aria-label={edit} className="shrink-0" onClick={onEdit}>
          Edit
        </Button>
      </div>
      {children}
    </section>
  );
}
