"use client";

import { useEffect, useRef, useState } from "react";
import { ApiError } from "#lib/api/client.ts";
import { unplaced } from "./unplaced.ts";

const asSentence = (message: string) => message.charAt(0).toUpperCase() + message.slice(1);

/**
 * Sends a form and keeps what went wrong: `wrong(pointer)` at the field, `trouble` for the form as a whole, which also says
 * what no field asked for. What was typed stays where it is, so a failed save can be tried again.
 */
export function useApiForm() {
  const [busy, setBusy] = useState(false);
  const [fields, setFields] = useState<Record<string, string>>({});
  const [trouble, setTrouble] = useState<string | null>(null);
  // What the fields on the screen ask for while they are rendered: any other error would be seen nowhere.
  const asked = new Set<string>();
  const shown = useRef<ReadonlySet<string>>(asked);
  useEffect(() => {
    shown.current = asked;
  });

  const submit = async (send: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setFields({});
    setTrouble(null);
    try {
      await send();
    } catch (error) {
      if (!(error instanceof ApiError)) {
        setTrouble("The server cannot be reached. What you typed is still here; try again in a moment.");
      } else {
        setFields(Object.fromEntries(error.fields.map(({ pointer, message }) => [pointer, asSentence(message)])));
        if (error.status === 412) setTrouble("It keeps changing under you. What you typed is still here; save again.");
        else if (error.status === 404) setTrouble("Somebody deleted this meanwhile. What you typed is still here.");
        else if (error.fields.length === 0) setTrouble(error.message);
        else setTrouble(unplaced(error.fields.filter(({ pointer }) => !shown.current.has(pointer))));
      }
    } finally {
      setBusy(false);
    }
  };

  const wrong = (pointer: string): string | undefined => {
    asked.add(pointer);
    return fields[pointer];
  };
  return { busy, trouble, submit, wrong };
}
