"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import type { Happening } from "#components/live/happening.ts";
import { useHappenings } from "#components/live/live-provider.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { ApiError, api, changesUnderWay, type Input, type Output } from "#lib/api/client.ts";
import type { FeedbackItem } from "./feedback.ts";
import { newcomers, withChanged, withNews } from "./peeked.ts";
import type { FeedbackPages } from "./placed.ts";

/** At most one look in this time, however much happens, in milliseconds. */
const everyMs = 1_000;
const soonMs = 100;
/** So many items beyond the first page are read one by one; after more, the list is read anew when one comes back. */
const mostOneByOne = 10;

const isIn = ({ pages }: FeedbackPages, id: string) => pages.some(({ data }) => data.some((one) => one.id === id));
const touchedBy = (happenings: readonly Happening[]) =>
  happenings.flatMap(({ subject, feedbackId }) => (subject.type === "feedback" ? [subject.id] : (feedbackId ?? [])));

/**
 * Keeps the list as it is on the server without moving it: what others changed changes in place, what they dealt with
 * goes, and what is new waits until it is asked for. The message that is open stays.
 */
export function useInboxNews(
  input: Input<"feedback.list">,
  listKey: readonly unknown[],
  openId: string | null,
  isEmpty: boolean,
) {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const key = JSON.stringify(listKey);
  const [found, setFound] = useState<{ key: string; items: FeedbackItem[] }>({ key, items: [] });
  /** Rises each time the list begins anew. */
  const [beginnings, setBeginnings] = useState(0);
  const touched = useRef(new Set<string>());
  const looked = useRef(0);
  /** The message that is in the list only because it is open. */
  const kept = useRef<string | null>(null);
  /** The message that is open now: another than when a look began, if somebody went on meanwhile. */
  const opened = useRef(openId);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const change = (into: (held: FeedbackPages) => FeedbackPages) =>
    queries.setQueryData<FeedbackPages>(listKey, (held) => held && into(held));

  /** The items that the first page says nothing of, as they are now; null: gone. */
  const oneByOne = async (ids: string[]) => {
    const read = async (id: string): Promise<[string, FeedbackItem | null][]> => {
      try {
        return [[id, await api("feedback.get", { id }, { workspace: slug })]];
      } catch (error) {
        return error instanceof ApiError && error.status === 404 ? [[id, null]] : [];
      }
    };
    return new Map((await Promise.all(ids.map(read))).flat());
  };

  const look = useEffectEvent(async () => {
    timer.current = undefined;
    // One's own decisions are on the screen before they are on the server.
    if (changesUnderWay() > 0) return plan();
    looked.current = Date.now();
    const ids = [...touched.current];
    touched.current.clear();
    const first = await api("feedback.list", input, { workspace: slug }).catch(() => null);
    const held = queries.getQueryData<FeedbackPages>(listKey);
    if (!first || !held || changesUnderWay() > 0) return plan();
    if (isEmpty) return begin(first);
    const open = opened.current;
    change((pages) => withNews(pages, first, open, input));
    kept.current = open !== null && !isIn(withNews(held, first, null, input), open) ? open : null;
    setFound({ key, items: newcomers(held, first) });
    const inFirst = new Set(first.data.map(({ id }) => id));
    const beyond = ids.filter((id) => !inFirst.has(id) && isIn(held, id));
    if (beyond.length === 0 || beyond.length > mostOneByOne) return;
    const changed = await oneByOne(beyond);
    change((pages) => withChanged(pages, changed, opened.current, input));
  });

  const plan = useCallback((soon = soonMs) => {
    if (document.visibilityState === "hidden") return;
    timer.current ??= setTimeout(() => void look(), Math.max(soon, looked.current + everyMs - Date.now()));
  }, []);

  const begin = (first: Output<"feedback.list">) => {
    queries.setQueryData<FeedbackPages>(listKey, { pages: [first], pageParams: [null] });
    setFound({ key, items: [] });
    setBeginnings((count) => count + 1);
  };

  useHappenings((happenings) => {
    if (happenings === null) return plan();
    const ids = touchedBy(happenings);
    for (const id of ids) touched.current.add(id);
    if (ids.length > 0 || happenings.some(({ subject }) => subject.type === "company")) plan();
  });
  useEffect(() => {
    const wake = () => {
      const isOld = Date.now() - looked.current > 15_000;
      if (document.visibilityState === "visible" && (isOld || touched.current.size > 0)) plan();
    };
    document.addEventListener("visibilitychange", wake);
    return () => {
      document.removeEventListener("visibilitychange", wake);
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [plan]);

  useEffect(() => {
    opened.current = openId;
    if (kept.current !== null && kept.current !== openId) plan(0);
  }, [openId, plan]);

  /** Shows the list from its beginning, with what is new. */
  const load = async () => {
    const first = await api("feedback.list", input, { workspace: slug }).catch(() => null);
    if (first) begin(first);
    else void queries.invalidateQueries({ queryKey: listKey });
  };
  return { found: found.key === key ? found.items : [], load, beginnings };
}
