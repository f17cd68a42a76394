"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useMemo, useState } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { isAskedHere } from "#lib/api/client.ts";
import type { Happening } from "./happening.ts";
import { Line, type LineState } from "./line.ts";
import { Refresher } from "./refresher.ts";

/** Hears what others did; null: more than was told. */
type Hear = (happenings: readonly Happening[] | null) => void;
type Live = { state: LineState; listeners: Set<Hear> };

const Context = createContext<Live | null>(null);

export type LiveProviderProps = {
  /** Where in the history this page was read. */
  cursor: string;
  children: ReactNode;
};

/** Keeps what is on the screen as it is on the server, while others work on it too. */
export function LiveProvider({ cursor, children }: LiveProviderProps) {
  const { slug, account } = useWorkspace();
  const queries = useQueryClient();
  const [state, setState] = useState<LineState>("live");
  const [listeners] = useState(() => new Set<Hear>());
  const begin = useEffectEvent((refresher: Refresher) => {
    const line = new Line(slug, account.id, cursor, {
      onState: setState,
      onNews: (happenings) => {
        const others = happenings === null ? null : happenings.filter(({ requestId }) => !isAskedHere(requestId));
        if (others?.length === 0) return;
        refresher.note(others);
        for (const hear of listeners) hear(others);
      },
    });
    return line.start();
  });
  // The cursor is where the first stream begins; a later one changes nothing.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another workspace or person is another line
  useEffect(() => {
    const refresher = new Refresher(queries, slug);
    const leave = begin(refresher);
    const wake = () => document.visibilityState === "visible" && refresher.wake();
    document.addEventListener("visibilitychange", wake);
    return () => {
      document.removeEventListener("visibilitychange", wake);
      leave();
      refresher.end();
    };
  }, [queries, slug, account.id]);
  const live = useMemo(() => ({ state, listeners }), [state, listeners]);
  return <Context value={live}>{children}</Context>;
}

function useLive(): Live {
  const live = useContext(Context);
  if (!live) throw new Error("what is live is for pages of a workspace");
  return live;
}

/** Whether the page hears what others do. */
export const useLineState = (): LineState => useLive().state;

/** Calls `hear` with what others did, as it happens. */
export function useHappenings(hear: Hear): void {
  const { listeners } = useLive();
  const heard = useEffectEvent(hear);
  useEffect(() => {
    const listener: Hear = (happenings) => heard(happenings);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, [listeners]);
}
