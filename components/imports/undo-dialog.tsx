"use client";

import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { api } from "#lib/api/client.ts";
import type { Run } from "./use-import.ts";

export type UndoDialogProps = {
  run: Run;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onChange: (run: Run) => void;
};

/** Asks once more, and says what undoing does and what it leaves. */
export function UndoDialog({ run, open, onOpenChange, onChange }: UndoDialogProps) {
  const { slug } = useWorkspace();
  const { busy, trouble, submit } = useApiForm();
  const { created, updated } = run.counts;
  const undo = () =>
    void submit(async () => {
      const next = await api("import.undo", { id: run.id }, { workspace: slug });
      onOpenChange(false);
      onChange(next);
    });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Undo this import?"
      size="s"
      initialFocus="dialog"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Keep it</Button>
          <Button variant="danger" onClick={undo} busy={busy}>
            Undo the import
          </Button>
        </>
      }
    >
      <div className="grid gap-2 text-ink-2">
        <p>
          {created > 0 && `${formatPlural(created, "message", "messages")} it made will be deleted. `}
          {updated > 0 && `${formatPlural(updated, "message", "messages")} it changed will be as before. `}
        </p>
        <p>What somebody edited or linked since stays, and is listed.</p>
        {trouble && (
          <p role="alert" className="text-bad">
            {trouble}
          </p>
        )}
      </div>
    </Dialog>
  );
}
