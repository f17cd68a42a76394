"use client";

import { type FormEvent, useEffect, useEffectEvent } from "react";
import { Button } from "#components/ui/button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { toStore } from "#lib/talk/mentions/rules.ts";
import { MentionField } from "./mention-field.tsx";
import type { Written } from "./written.ts";

export type CommentFormProps = {
  label: string;
  placeholder?: string;
  deed: string;
  written: Written;
  onChange: (written: Written) => void;
  /** Given the words as they are stored. What it throws is told, and the words stay. */
  onSave: (body: string) => Promise<void>;
  onCancel?: () => void;
};

/** Words on their way: what could not be saved stays, and is sent once more when the network is back. */
export function CommentForm({ label, placeholder, deed, written, onChange, onSave, onCancel }: CommentFormProps) {
  const { busy, trouble, submit, wrong } = useApiForm();
  const isEmpty = written.text.trim() === "";
  const save = () => {
    if (!isEmpty) void submit(() => onSave(toStore(written.text, written.people)));
  };
  const again = useEffectEvent(() => {
    if (trouble !== null) save();
  });
  useEffect(() => {
    const onOnline = () => again();
    window.addEventListener("online", onOnline);
    return () => window.removeEventListener("online", onOnline);
  }, []);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    save();
  };
  const problem = wrong("/body") ?? trouble;
  return (
    <form onSubmit={onSubmit} noValidate className="grid min-w-0 gap-2">
      <MentionField
        label={label}
        {...(placeholder ? { placeholder } : {})}
        written={written}
        onChange={onChange}
        invalid={wrong("/body") !== undefined}
        autoFocus={onCancel !== undefined}
      />
      {problem && (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      )}
      {(!isEmpty || onCancel) && (
        <div className="flex items-center justify-end gap-2">
          <span className="mr-auto">
            <Kbd keys="Mod+Enter" />
          </span>
          {onCancel && (
            <Button size="s" onClick={onCancel}>
              Cancel
            </Button>
          )}
          <Button size="s" type="submit" variant="primary" busy={busy}>
            {deed}
          </Button>
        </div>
      )}
    </form>
  );
}
