"use client";

import { parseAsString, useQueryState } from "nuqs";
import type { Input } from "#lib/api/client.ts";

export type WhySubject = Input<"trace.get">;

/** Which record's chain is open. It stands in the URL (`?why=idea:…`), so it can be sent to a colleague. */
export function useWhy() {
  const [value, setValue] = useQueryState("why", parseAsString.withOptions({ history: "push" }));
  const [type, id] = value?.split(":") ?? [];
  const subject = type && id ? ({ type, id } as WhySubject) : null;
  return {
    subject,
    open: (wanted: WhySubject) => void setValue(`${wanted.type}:${wanted.id}`),
    close: () => void setValue(null),
  };
}
