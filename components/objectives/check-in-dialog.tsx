"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { useUndoable } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { DialogFooter } from "#components/ui/dialog-footer.tsx";
import { Field } from "#components/ui/field.tsx";
import { formatValue } from "#components/ui/format.ts";
import { Input } from "#components/ui/input.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { typedNumber } from "#components/ui/typed-number.ts";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { apiQuery, call } from "#lib/api/client.ts";
import { confidenceText } from "./confidence.ts";
import { ConfidenceField } from "./confidence-field.tsx";
import type { KeyResult } from "./key-result-row.tsx";

export type CheckInDialogProps = {
  /** Null: closed. */
  result: KeyResult | null;
  onClose: () => void;
};

/** Where a key result stands, how sure one is, and a line about it: twenty seconds, by keyboard. */
export function CheckInDialog({ result, onClose }: CheckInDialogProps) {
  return (
    <Dialog
      open={result !== null}
      onOpenChange={(open) => !open && onClose()}
      title="Check in"
      description={result?.title}
      size="s"
    >
      {result && <CheckInForm result={result} onDone={onClose} />}
    </Dialog>
  );
}

function CheckInForm({ result, onDone }: { result: KeyResult; onDone: () => void }) {
  const { slug, currency } = useWorkspace();
  const queries = useQueryClient();
  const undoable = useUndoable();
  const [value, setValue] = useState("");
  const [confidence, setConfidence] = useState(confidenceText(result.confidence));
  const [comment, setComment] = useState("");
  const [missing, setMissing] = useState<"value" | "all" | null>(null);
  const { busy, wrong, trouble, submit } = useApiForm();
  const unit = result.metric?.unit ?? "number";
  const text = (of: number) => formatValue(of, unit, currency);

  const save = () => {
    const sure = typedNumber(confidence);
    const level = typedNumber(value);
    const said = {
      ...(level === null ? {} : { value: level }),
      ...(sure === null ? {} : { confidence: sure }),
      ...(comment.trim() === "" ? {} : { comment: comment.trim() }),
    };
    const isNumber = !Number.isNaN(level);
    const says = Object.keys(said).length > 0;
    setMissing(!isNumber ? "value" : !says ? "all" : null);
    if (!isNumber || !says) return;
    void submit(async () => {
      const { eventId } = await call("checkIn.create", { id: result.id, ...said }, { workspace: slug });
      onDone();
      await undoable("Checked in", async () => {
        await queries.invalidateQueries({ queryKey: [slug] });
        return eventId;
      });
    });
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    save();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  };
  return (
    <form onSubmit={onSubmit} onKeyDown={onKeyDown} noValidate className="grid gap-4">
      <div className="grid grid-cols-2 gap-4">
        <Field
          label="Value"
          error={
            missing === "value"
              ? "A number, please"
              : missing === "all"
                ? "A value, a confidence or a line"
                : wrong("/value")
          }
          hint={`From ${text(result.start)} to ${text(result.target)}${result.current === null ? "" : `, at ${text(result.current)}`}.`}
        >
          <Input inputMode="decimal" value={value} onChange={(e) => setValue(e.target.value)} />
        </Field>
        <ConfidenceField value={confidence} onChange={setConfidence} error={wrong("/confidence")} />
      </div>
      <Field label="What happened" optional error={wrong("/comment")}>
        <Input value={comment} maxLength={5_000} onChange={(e) => setComment(e.target.value)} />
      </Field>
      {trouble && (
        <p role="alert" className="text-bad">
          {trouble}
        </p>
      )}
      <Earlier result={result} text={text} />
      <DialogFooter note={<Kbd keys="Mod+Enter" />}>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy}>
          Check in
        </Button>
      </DialogFooter>
    </form>
  );
}

/** What was said the last times. */
function Earlier({ result, text }: { result: KeyResult; text: (value: number) => string }) {
  const { slug } = useWorkspace();
  const { data } = useQuery(apiQuery(slug, "checkIn.list", { id: result.id, limit: 3 }));
  if (!data || data.data.length === 0) return null;
  return (
    <ol aria-label="Earlier check-ins" className="grid gap-1.5 border-t border-line pt-3 text-s text-ink-2">
      {data.data.map(({ id, value, confidence, comment, by, at }) => (
        <li key={id} className="wrap-anywhere">
          {[value === null ? null : text(value), confidence === null ? null : `${confidence}\u202f% confident`, comment]
            .filter(Boolean)
            .join(", ")}{" "}
          <span className="text-ink-3">
            <bdi>{by.name}</bdi>, <RelativeTime at={at} ago />
          </span>
        </li>
      ))}
    </ol>
  );
}
