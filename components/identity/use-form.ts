"use client";

import { type FormEvent, useRef, useState } from "react";
import { unplaced } from "#components/ui/unplaced.ts";
import type { Trouble } from "./post-json.ts";

type Values = Record<string, string>;
/** Pointers of the API's input, each with the name of the field that shows what is wrong with it. */
type Shown = Record<string, string>;

type Options = {
  /** What is wrong with a value before it is sent, by field; empty when nothing is. */
  check: (values: Values) => Values;
  /** Sends the form and gives what went wrong, or null when it is done. */
  send: (values: Values) => Promise<Trouble | null>;
  fields: Shown;
};

/**
 * A small form: fields and the button that was pressed make the values. Fields keep what was typed, errors stand at their fields, and the first wrong one gets the focus. It
 * stays busy after success, since a new page is on its way.
 */
export function useForm({ check, send, fields }: Options) {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<Values>({});
  const [trouble, setTrouble] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);

  const show = (found: Values) => {
    setWrong(found);
    const first = [...(form.current?.elements ?? [])].find(
      (element): element is HTMLInputElement => element instanceof HTMLInputElement && element.name in found,
    );
    first?.focus();
  };

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const values: Values = {};
    const pressed = event.nativeEvent instanceof SubmitEvent ? event.nativeEvent.submitter : null;
    for (const [name, value] of new FormData(event.currentTarget, pressed)) values[name] = String(value);
    setTrouble(null);
    const found = check(values);
    show(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    const failed = await send(values);
    if (failed === null) return;
    setBusy(false);
    const atFields = Object.entries(failed.fields).filter(([pointer]) => pointer in fields);
    show(Object.fromEntries(atFields.map(([pointer, message]) => [fields[pointer] ?? "", message])));
    const others = Object.entries(failed.fields).filter(([pointer]) => !(pointer in fields));
    const whole = atFields.length === 0 ? failed.message : null;
    setTrouble(unplaced(others.map(([pointer, message]) => ({ pointer, message }))) ?? whole);
  };

  return { form: { ref: form, onSubmit, method: "post", noValidate: true } as const, busy, wrong, trouble };
}
