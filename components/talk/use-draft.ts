"use client";

import { useEffect, useState } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { nothingWritten, type Written } from "./written.ts";

/** A browser may refuse to keep anything; then a draft lasts as long as the page. */
function kept(name: string): Written | null {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(name) ?? "null");
    return isWritten(found) ? found : null;
  } catch {
    return null;
  }
}

const isWritten = (found: unknown): found is Written =>
  typeof found === "object" &&
  found !== null &&
  "text" in found &&
  typeof found.text === "string" &&
  "people" in found &&
  Array.isArray(found.people);

function keep(name: string, written: Written): void {
  try {
    if (written.text.trim() === "") localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(written));
  } catch {
    // It is still on the page.
  }
}

/** What one has begun to say about a record, kept in this browser until it is said. */
export function useDraft(subject: string) {
  const { slug, account } = useWorkspace();
  const name = `throughline/draft/${slug}/${account.id}/${subject}`;
  const [written, setWritten] = useState(nothingWritten);
  useEffect(() => setWritten(kept(name) ?? nothingWritten), [name]);
  const change = (next: Written) => {
    setWritten(next);
    keep(name, next);
  };
  /** It was said: gone, unless one has gone on writing meanwhile. */
  const forget = (said: Written) =>
    setWritten((now) => {
      const left = now.text === said.text ? nothingWritten : now;
      keep(name, left);
      return left;
    });
  return { written, change, forget };
}
