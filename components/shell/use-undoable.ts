"use client";

import { useQueryClient } from "@tanstack/react-query";
import { isolated } from "#components/ui/isolated.ts";
import { nextTurn, toast, undoLatest } from "#components/ui/toast.ts";
import { ApiError, api, apiQuery } from "#lib/api/client.ts";
import { Overtaken } from "./held.ts";
import { useWorkspace } from "./workspace-context.tsx";

/** What went wrong, in the API's own words. */
export const troubleIn = (error: unknown): string =>
  error instanceof ApiError
    ? [...new Set([error.message, ...error.fields.map(({ message }) => message)])].join(" ")
    : "The server cannot be reached.";

/** What was begun and is not answered yet. */
const underWay = new Set<Promise<unknown>>();

/** Takes back the last thing done, also when the server has not answered to it yet. */
export async function undoLast(): Promise<void> {
  await Promise.allSettled(underWay);
  if (!undoLatest()) toast({ title: "There is nothing to undo" });
}

type Options = {
  failed?: string;
  /** How it is taken back where that is no event's undoing. */
  undo?: () => void;
  onUndone?: () => void;
  onFailed?: () => void;
  /** Reads again what an undo changed; left out, everything. */
  refresh?: () => Promise<unknown>;
};

/**
 * Does something and tells of it with an Undo for ten seconds. `act` gives the ids of the events it recorded, in order;
 * they are undone from the last. What fails is told, with a way to try again; where somebody was faster (`held.ts`), who
 * that was and how it is now. Says whether it was done.
 */
export function useUndoable() {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: [slug] });

  const undo = async (events: string[], { onUndone, refresh: reread = refresh }: Options) => {
    try {
      for (const id of events.toReversed()) await api("event.undo", { id }, { workspace: slug });
      toast({ title: "Undone" });
      onUndone?.();
      await reread();
    } catch (error) {
      toast({ title: "It could not be undone", description: troubleIn(error), tone: "bad" });
      await refresh();
    }
  };

  /** Who was faster, and what stands there now. It stays until it is dismissed: what one chose is in it. */
  const tellOvertaken = async ({ about, message, anyway }: Overtaken, again: () => void) => {
    const subject = `${about.type}:${about.id}`;
    const history = queries.fetchQuery(apiQuery(slug, "event.list", { subject, order: "desc", limit: 20 }));
    const [events] = await Promise.all([history.catch(() => null), refresh()]);
    const change = events?.data.find(
      ({ subject: { id }, after }) => id === about.id && after !== null && (about.field ?? "version") in after,
    );
    toast({
      title: `${isolated(change?.actor.name ?? "Somebody")} changed this meanwhile`,
      description: message,
      tone: "bad",
      timeout: 0,
      action: { label: anyway, onAction: again },
    });
  };

  const attempt = async (
    title: string,
    act: () => Promise<string | null | string[]>,
    options: Options,
  ): Promise<boolean> => {
    const turn = nextTurn();
    try {
      const recorded = await act();
      const events = (Array.isArray(recorded) ? recorded : [recorded]).filter((id) => id !== null);
      const takeBack = events.length > 0 ? () => void undo(events, options) : options.undo;
      toast({ title, turn, ...(takeBack && { undo: takeBack }) });
      return true;
    } catch (error) {
      options.onFailed?.();
      const again = () => void undoable(title, act, options);
      if (error instanceof Overtaken) {
        await tellOvertaken(error, again);
        return false;
      }
      toast({
        title: options.failed ?? "That did not work",
        description: troubleIn(error),
        tone: "bad",
        action: { label: "Try again", onAction: again },
      });
      void refresh();
      return false;
    }
  };

  const undoable = (
    title: string,
    act: () => Promise<string | null | string[]>,
    options: Options = {},
  ): Promise<boolean> => {
    const done = attempt(title, act, options);
    underWay.add(done);
    void done.finally(() => underWay.delete(done));
    return done;
  };
  return undoable;
}
