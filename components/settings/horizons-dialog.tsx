"use client";

import type { VersionField } from "#components/shell/versions-screen.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { horizons } from "./horizons.ts";
import { type Workspace, WorkspaceForm } from "./workspace-form.tsx";

export type HorizonsDialogProps = { workspace: Workspace; open: boolean; onOpenChange: (open: boolean) => void };

/** Changes what the columns of the roadmap are called. */
export function HorizonsDialog({ workspace, open, onOpenChange }: HorizonsDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Horizons" size="s">
      {open && <HorizonsForm workspace={workspace} onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

const read = ({ horizonNames: { now, next, later, done } }: Workspace) => ({ now, next, later, done });
const fields: readonly VersionField<Workspace["horizonNames"]>[] = horizons.map(({ key, usual }) => ({
  name: key,
  label: usual,
}));

function HorizonsForm({ workspace, onDone }: { workspace: Workspace; onDone: () => void }) {
  return (
    <WorkspaceForm
      workspace={workspace}
      read={read}
      fields={fields}
      changeOf={({ now, next, later, done }) => ({
        horizonNames: { now: now.trim(), next: next.trim(), later: later.trim(), done: done.trim() },
      })}
      onDone={onDone}
    >
      {({ values, set, wrong }) =>
        horizons.map(({ key, usual, means }) => (
          <Field key={key} label={usual} required error={wrong(`/horizonNames/${key}`)} hint={means}>
            <Input value={values[key]} maxLength={40} onChange={(e) => set({ [key]: e.target.value })} />
          </Field>
        ))
      }
    </WorkspaceForm>
  );
}
