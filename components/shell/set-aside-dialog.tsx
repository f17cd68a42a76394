"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormEnd } from "#components/ui/form-end.tsx";
import { Input } from "#components/ui/input.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { useWorkspace } from "./workspace-context.tsx";

export type SetAsideDialogProps = {
  /** The record's title. */
  what: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** `reason` is the key of a preset, or free text. Says whether it was done. */
  onSetAside: (reason: string, note: string | null) => Promise<boolean>;
  /** What else may be said of such a record, below the note. */
  children?: ReactNode;
};

type FormProps = Pick<SetAsideDialogProps, "onSetAside" | "children"> & { onClose: () => void };

/** Decided against for now, with a reason: a preset by its number, or one's own words. */
export function SetAsideDialog({ what, open, onOpenChange, onSetAside, children }: SetAsideDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Set aside" description={what} initialFocus="dialog">
      {open && (
        <SetAsideForm onClose={() => onOpenChange(false)} onSetAside={onSetAside}>
          {children}
        </SetAsideForm>
      )}
    </Dialog>
  );
}

function SetAsideForm({ onClose, onSetAside, children }: FormProps) {
  const { setAsideReasons } = useWorkspace();
  const [own, setOwn] = useState("");
  const [note, setNote] = useState("");
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const decide = async (reason: string) => {
    if (busy) return;
    if (reason === "") return setMissing(true);
    setBusy(true);
    const done = await onSetAside(reason, note.trim() || null);
    setBusy(false);
    if (done) onClose();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void decide(own.trim());
  };
  return (
    <form
      onSubmit={onSubmit}
      noValidate
      className="grid gap-4"
      // A digit chooses, unless it is being typed into a field.
      onKeyDown={(event) => {
        if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
        const reason = /^[1-9]$/.test(event.key) ? setAsideReasons[Number(event.key) - 1] : undefined;
        if (reason) void decide(reason.key);
      }}
    >
      <fieldset className="grid gap-1">
        <legend className="mb-1 text-ink-2">Reason</legend>
        {setAsideReasons.map((reason, at) => (
          <Button
            key={reason.key}
            autoFocus={at === 0}
            className="w-full justify-start [&>kbd]:ml-auto"
            {...(at < 9 ? { shortcut: String(at + 1) } : {})}
            busy={busy}
            onClick={() => void decide(reason.key)}
          >
            <bdi>{reason.label}</bdi>
          </Button>
        ))}
      </fieldset>
      <Field label="Another reason" optional error={missing ? "Choose a reason, or write one" : undefined}>
        <Input value={own} maxLength={500} onChange={(e) => setOwn(e.target.value)} />
      </Field>
      <Field label="Note" optional hint="For colleagues. Choose the reason last: that sets it aside.">
        <Textarea value={note} rows={2} maxLength={5_000} onChange={(e) => setNote(e.target.value)} />
      </Field>
      {children}
      <FormEnd busy={busy} onCancel={onClose}>
        Set aside
      </FormEnd>
    </form>
  );
}
