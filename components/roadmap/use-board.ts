"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useUndoable } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { apiQuery, call, type Input } from "#lib/api/client.ts";
import { afterIdAt, cardOf, type Place, type Roadmap, withMoved, withWords } from "./board.ts";

/** What the server rendered with, and the input it did so for. */
export type FirstBoard = { input: Input<"roadmap.get">; board: Roadmap };

/** The board with the cards that have these words, and moving on it: at once on the screen, then on the server, and back where it was if that refuses. */
export function useBoard(first: FirstBoard, input: Input<"roadmap.get">, words: string) {
  const { slug, horizonNames } = useWorkspace();
  const queries = useQueryClient();
  const undoable = useUndoable();
  const isFirst = JSON.stringify(input) === JSON.stringify(first.input);
  const board = useQuery({
    ...apiQuery(slug, "roadmap.get", input),
    ...(isFirst ? { initialData: first.board } : {}),
    // Until another product's cards are here, those that were shown stay.
    placeholderData: keepPreviousData,
  });
  const whole = board.data ?? first.board;
  const said = withWords(whole, words);
  const [shown, setShown] = useState<{ id: string; to: Place }[]>([]);
  const moving = useMutation({
    mutationFn: (input: { id: string; horizon: Place["horizon"]; afterId: string | null; reason: string | null }) =>
      call("initiative.move", input, { workspace: slug }),
    scope: { id: "roadmap" },
  });

  // A card in the air hangs between the cards that were there when it was lifted; what others do shows when it has landed.
  const [held, setHeld] = useState<Roadmap | null>(null);
  const hold = (dragging: boolean) => setHeld(dragging ? said : null);

  // Laid over what the server last said, so that a re-read which began before a move does not take the card back.
  const roadmap = shown.reduce((now, { id, to }) => withMoved(now, id, to), held ?? said);

  /** Shows the card at its place, before anybody was asked for a reason. Gives how to take that back. */
  const show = (id: string, to: Place): (() => void) => {
    const move = { id, to };
    setShown((moves) => [...moves, move]);
    return () => setShown((moves) => moves.filter((other) => other !== move));
  };

  /** Sends the move that is shown already. `from` is the board as it was. */
  const send = (from: Roadmap, id: string, to: Place, reason: string | null, back: () => void) => {
    const title = cardOf(from, id)?.title ?? "The card";
    const afterId = afterIdAt(from, words === "" ? from : whole, id, to);
    return undoable(
      `${title} moved to ${horizonNames[to.horizon]}`,
      async () => {
        const { eventId } = await moving.mutateAsync({ id, horizon: to.horizon, afterId, reason });
        await queries.invalidateQueries({ queryKey: [slug] });
        back();
        return eventId;
      },
      { failed: `${title} stays where it was`, onFailed: back },
    );
  };

  return { board, roadmap, hold, show, send };
}
