"use client";

import type { VersionField } from "#components/shell/versions-screen.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { type EditedReason, keyedReasons, repeatedAt } from "./reason-keys.ts";
import { ReasonRows } from "./reason-rows.tsx";
import { type Workspace, WorkspaceForm } from "./workspace-form.tsx";

export type ReasonsDialogProps = { workspace: Workspace; open: boolean; onOpenChange: (open: boolean) => void };

/** Adds, renames, orders and removes the reasons that setting aside offers. */
export function ReasonsDialog({ workspace, open, onOpenChange }: ReasonsDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Reasons to set aside">
      {open && <ReasonsForm workspace={workspace} onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

type Edited = { setAsideReasons: EditedReason[] };
const read = ({ setAsideReasons }: Workspace): Edited => ({
  setAsideReasons: setAsideReasons.map(({ key, label }) => ({ key, label })),
});
const fields: readonly VersionField<Edited>[] = [
  {
    name: "setAsideReasons",
    label: "Reasons, in their order",
    show: (reasons) => reasons.map(({ label }) => label).join("\n"),
  },
];
function check({ setAsideReasons }: Edited) {
  const at = repeatedAt(setAsideReasons);
  return at < 0
    ? []
    : [{ pointer: `/setAsideReasons/${at}/label`, code: "repeated", message: "Is in the list already" }];
}

function ReasonsForm({ workspace, onDone }: { workspace: Workspace; onDone: () => void }) {
  return (
    <WorkspaceForm
      workspace={workspace}
      read={read}
      fields={fields}
      check={check}
      changeOf={({ setAsideReasons }) => ({ setAsideReasons: keyedReasons(setAsideReasons) })}
      onDone={onDone}
    >
      {({ values, set, wrong }) => (
        <ReasonRows
          reasons={values.setAsideReasons}
          onChange={(setAsideReasons) => set({ setAsideReasons })}
          wrong={(at) => wrong(`/setAsideReasons/${at}/label`) ?? wrong(`/setAsideReasons/${at}/key`)}
          trouble={wrong("/setAsideReasons")}
        />
      )}
    </WorkspaceForm>
  );
}
