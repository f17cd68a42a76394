"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type RefObject, useEffect, useState } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { announce } from "#components/ui/announce.ts";
import { apiQuery } from "#lib/api/client.ts";
import type { Mentioned } from "#lib/talk/mentions/rules.ts";
import type { Written } from "./written.ts";

/** An at sign behind a space or a bracket, and what of a name was typed since, up to the caret. */
const typing = /(?:^|[\s([{"'])@([\p{L}\p{N}][\p{L}\p{N}.'’ -]{0,40}|)$/u;
const nobody: readonly Mentioned[] = [];

/** Whether words of the name begin as the typed ones do. */
const mayMean = (name: string, typed: string) => {
  const words = name.toLowerCase().split(/\s+/);
  return typed
    .toLowerCase()
    .trim()
    .split(/\s+/)
    .every((part) => words.some((word) => word.startsWith(part)));
};

type Options = {
  box: RefObject<HTMLTextAreaElement | null>;
  written: Written;
  onChange: (written: Written) => void;
};

/** The type-ahead behind an at sign: who could be meant, which line is chosen, and what the keys do. */
export function useMentioning({ box, written, onChange }: Options) {
  const { slug } = useWorkspace();
  const [caret, setCaret] = useState<number | null>(null);
  const [at, setAt] = useState(0);
  /** The text for which the list was closed with Escape. */
  const [closedFor, setClosedFor] = useState<string | null>(null);
  const typed = caret === null ? null : (typing.exec(written.text.slice(0, caret))?.[1] ?? null);
  const asked = typed !== null && closedFor !== written.text;
  const { data, isPlaceholderData } = useQuery({
    ...apiQuery(slug, "mention.suggest", { q: typed ?? "" }),
    enabled: asked,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  const known = (asked && data?.data) || nobody;
  // Until the answer is there: those of the last one whom what was typed since can still mean.
  const found = isPlaceholderData && typed !== null ? known.filter(({ name }) => mayMean(name, typed)) : known;
  const chosen = Math.min(at, found.length - 1);
  useEffect(() => {
    if (found.length > 0) announce(`${found.length === 1 ? "One person" : `${found.length} people`} to mention`);
  }, [found.length]);

  const pick = (one: Mentioned | undefined) => {
    if (!one || typed === null || caret === null) return;
    const name = one.name.trim().replace(/\s+/g, " ");
    const begin = caret - typed.length;
    const text = `${written.text.slice(0, begin)}${name} ${written.text.slice(caret).replace(/^ /, "")}`;
    onChange({ text, people: [...written.people.filter(({ id }) => id !== one.id), one] });
    setAt(0);
    setCaret(null);
    const place = begin + name.length + 1;
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(place, place);
    });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (found.length === 0 || event.nativeEvent.isComposing || event.metaKey || event.ctrlKey) return;
    const steps: Record<string, () => void> = {
      ArrowDown: () => setAt((chosen + 1) % found.length),
      ArrowUp: () => setAt((chosen - 1 + found.length) % found.length),
      Enter: () => pick(found[chosen]),
      Tab: () => pick(found[chosen]),
      Escape: () => setClosedFor(written.text),
    };
    const step = event.shiftKey ? undefined : steps[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    step();
  };

  /** Where the caret is now; null while the field has no focus. */
  const look = () => {
    const field = box.current;
    const here = field && document.activeElement === field && field.selectionStart === field.selectionEnd;
    setCaret(here ? field.selectionStart : null);
  };

  return { found, chosen, pick, look, leave: () => setCaret(null), onKeyDown };
}
