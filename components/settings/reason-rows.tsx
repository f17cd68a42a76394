"use client";

import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useLayoutEffect, useRef } from "react";
import { announce } from "#components/ui/announce.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Input } from "#components/ui/input.tsx";
import { blankReason, type EditedReason } from "./reason-keys.ts";

export type ReasonRowsProps = {
  reasons: EditedReason[];
  onChange: (reasons: EditedReason[]) => void;
  /** What is wrong with the reason at a place. */
  wrong: (at: number) => string | undefined;
  /** What is wrong with the list. */
  trouble: string | undefined;
};

/** So many does the API take. */
const most = 30;
const icon = "size-4";
/** In the middle of its field. */
const beside = "mt-0.5 pointer-coarse:mt-1";

/** The reasons as fields in their order. The first nine have a digit for a key. */
export function ReasonRows({ reasons, onChange, wrong, trouble }: ReasonRowsProps) {
  const list = useRef<HTMLOListElement>(null);
  // A row that is moved, made or removed must not leave the keyboard nowhere.
  const wanted = useRef<{ row: number; parts: string[] } | null>(null);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const { row, parts } = wanted.current;
    wanted.current = null;
    const shown = list.current?.children[row];
    const all = parts.map((part) => shown?.querySelector<HTMLElement>(`[data-part=${part}]`));
    all.find((part) => part && !(part as HTMLButtonElement).disabled)?.focus();
  });
  const move = (from: number, to: number) => {
    const moved = reasons[from];
    if (!moved || to < 0 || to >= reasons.length) return;
    wanted.current = { row: to, parts: to < from ? ["up", "down"] : ["down", "up"] };
    announce(`${moved.label || "New reason"}: place ${to + 1} of ${reasons.length}`);
    onChange(reasons.toSpliced(from, 1).toSpliced(to, 0, moved));
  };
  const add = () => {
    wanted.current = { row: reasons.length, parts: ["words"] };
    onChange([...reasons, blankReason(reasons)]);
  };
  const remove = (at: number) => {
    wanted.current = { row: Math.min(at, reasons.length - 2), parts: ["words"] };
    onChange(reasons.toSpliced(at, 1));
  };
  return (
    <div className="grid gap-3">
      <p className="text-ink-3">
        What was set aside with a reason keeps it: renamed, it shows the new words. The first nine can be chosen by
        their digit.
      </p>
      <ol ref={list} className="grid gap-2">
        {reasons.map(({ key, label }, at) => {
          const name = label.trim() || `reason ${at + 1}`;
          return (
            <li key={key} className="flex items-start gap-1">
              <span aria-hidden className="w-5 shrink-0 pt-1.5 text-s text-ink-3 tabular-nums pointer-coarse:pt-3">
                {at + 1}
              </span>
              <Field label={`Reason ${at + 1}`} labelHidden error={wrong(at)} className="min-w-0 flex-1">
                <Input
                  data-part="words"
                  value={label}
                  maxLength={100}
                  onChange={(e) => onChange(reasons.with(at, { key, label: e.target.value }))}
                />
              </Field>
              <IconButton
                className={beside}
                data-part="up"
                label={`Move ${name} up`}
                icon={<ArrowUp aria-hidden className={icon} />}
                disabled={at === 0}
                onClick={() => move(at, at - 1)}
              />
              <IconButton
                className={beside}
                data-part="down"
                label={`Move ${name} down`}
                icon={<ArrowDown aria-hidden className={icon} />}
                disabled={at === reasons.length - 1}
                onClick={() => move(at, at + 1)}
              />
              <IconButton
                className={beside}
                label={`Remove ${name}`}
                icon={<Trash2 aria-hidden className={icon} />}
                disabled={reasons.length === 1}
                onClick={() => remove(at)}
              />
            </li>
          );
        })}
      </ol>
      {trouble && (
        <p role="alert" className="text-bad">
          {trouble}
        </p>
      )}
      <Button
        className="justify-self-start"
        icon={<Plus aria-hidden className="size-3.5" />}
        aria-disabled={reasons.length >= most}
        onClick={() => reasons.length < most && add()}
      >
        Add a reason
      </Button>
    </div>
  );
}
