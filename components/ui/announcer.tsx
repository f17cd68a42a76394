"use client";

import { useEffect, useState } from "react";
import { onAnnounce } from "./announce.ts";

type Said = { text: string; turn: number };
const nothing: Said = { text: "", turn: 0 };

/** The two live regions that `announce` speaks through; one per page. */
export function Announcer() {
  const [polite, setPolite] = useState(nothing);
  const [urgent, setUrgent] = useState(nothing);
  useEffect(
    () =>
      onAnnounce(({ text, urgent: now }) => (now ? setUrgent : setPolite)(({ turn }) => ({ text, turn: turn + 1 }))),
    [],
  );
  // A no-break space that comes and goes makes a reader say the same sentence twice.
  const words = ({ text, turn }: Said) => (turn % 2 ? text : text && `${text}\u00a0`);
  return (
    <div className="sr-only">
      <p aria-live="polite">{words(polite)}</p>
      <p aria-live="assertive">{words(urgent)}</p>
    </div>
  );
}
