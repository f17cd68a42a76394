"use client";

import { SquareKanban } from "lucide-react";
import { parseAsString, useQueryState, useQueryStates } from "nuqs";
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import { useProducts } from "#components/products/use-products.ts";
import { openHorizons } from "#components/shell/horizon-words.ts";
import { LoadError } from "#components/shell/load-error.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { undoLast } from "#components/shell/use-undoable.ts";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { useWhy } from "#components/trace/use-why.ts";
import { announce } from "#components/ui/announce.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { NewButton } from "#components/ui/new-button.tsx";
import { plainDayIn } from "#components/ui/plain-day.ts";
import { toast } from "#components/ui/toast.ts";
import { useShortcuts } from "#components/ui/use-shortcuts.ts";
import {
  awaitsVerdict,
  type Card,
  cardBeside,
  cardOf,
  type Place,
  placeBeside,
  placeOf,
  type Roadmap,
} from "./board.ts";
import { BoardCard } from "./board-card.tsx";
import { BoardChips } from "./board-chips.tsx";
import { BoardColumn } from "./board-column.tsx";
import { boardInput, boardParams, boardQuery, type ListedCards } from "./board-filter.ts";
import { cardItem } from "./card-item.ts";
import { CardList } from "./card-list.tsx";
import { InitiativeDialog } from "./initiative-dialog.tsx";
import { InitiativeDrawer } from "./initiative-drawer.tsx";
import { MoveReasonDialog } from "./move-reason-dialog.tsx";
import { type FirstBoard, useBoard } from "./use-board.ts";
import { useCardDrops } from "./use-drag.ts";

export type RoadmapPageProps = { first: FirstBoard };

type Asking = { id: string; to: Place; from: Roadmap; back: () => void };

/** Now, Next, Later, Done, in the team's own words. */
export function RoadmapPage({ first }: RoadmapPageProps) {
  const { slug, currency, timeZone, horizonNames } = useWorkspace();
  const mayMove = useMay("roadmap:write");
  const why = useWhy();
  const [{ product, list, q }, setParams] = useQueryStates(boardParams, { history: "push" });
  const { toldOf } = useProducts();
  const { board, roadmap, hold, show, send } = useBoard(first, boardInput({ product }), q);
  const [open, setOpen] = useQueryState("card", parseAsString.withOptions({ history: "push" }));
  const [focused, setFocused] = useState<string | null>(null);
  const [creating, setCreating] = useState(false);
  const [asking, setAsking] = useState<Asking | null>(null);
  const area = useRef<HTMLDivElement>(null);
  const today = plainDayIn(timeZone, new Date());

  const cards = roadmap.columns.flatMap((column) => column.cards);
  const reached = cards.find(({ id }) => id === focused)?.id ?? cards[0]?.id;
  const linkOf = (id: string) => area.current?.querySelector<HTMLElement>(`[data-card="${id}"] a`) ?? null;
  const focus = (id: string) => requestAnimationFrame(() => linkOf(id)?.focus());
  // The focus goes with a card that somebody moves to another column.
  const carried = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (carried.current !== null) linkOf(carried.current)?.focus({ preventScroll: true });
    carried.current = null;
  });
  const moved = useRef<string | null>(null);
  const movedLink = {
    get current() {
      return moved.current === null ? null : linkOf(moved.current);
    },
  };

  /** Another column asks for the reason; the card is at its new place meanwhile. */
  const move = (id: string, to: Place) => {
    const from = placeOf(roadmap, id);
    if (!from || (from.horizon === to.horizon && from.index === to.index)) return;
    const card = cardOf(roadmap, id);
    const title = card?.title ?? "";
    if (to.horizon === "done" && card && awaitsVerdict(card, today)) {
      toast({
        title: `${title} stays where it was`,
        description: "An outcome of it has neither a verdict nor a review still to come.",
        action: { label: "Review it", onAction: () => void setOpen(id) },
      });
      return;
    }
    const back = show(id, to);
    announce(`${title}: ${horizonNames[to.horizon]}, place ${to.index + 1}`);
    if (from.horizon === to.horizon) {
      void send(roadmap, id, to, null, back);
      focus(id);
      return;
    }
    moved.current = id;
    setAsking({ id, to, from: roadmap, back });
  };
  useCardDrops(move, hold);

  const onKeyDown = (card: Card) => (event: KeyboardEvent) => {
    if (!event.key.startsWith("Arrow") || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (event.shiftKey) {
      const to = mayMove && placeBeside(roadmap, card.id, event.key);
      if (to) move(card.id, to);
      return;
    }
    const beside = cardBeside(roadmap, card.id, event.key);
    if (beside) focus(beside.id);
  };

  const asked = open ?? (list === null ? reached : undefined);
  useShortcuts([
    {
      keys: "w",
      label: "Why is this card here?",
      group: "Roadmap",
      run: () => asked && why.open({ type: "initiative", id: asked }),
    },
    { keys: "z", label: "Undo", group: "Roadmap", run: () => void undoLast() },
  ]);
  useShortcuts([{ keys: "n", label: "New initiative", group: "Roadmap", run: () => setCreating(true) }], mayMove);

  const hrefOf = (params: { list?: ListedCards; card?: string }) =>
    `/w/${slug}/roadmap${boardQuery({ product, q, list, ...params })}`;
  const create = mayMove && <NewButton label="New initiative" shortcut="N" onClick={() => setCreating(true)} />;
  return (
    <>
      <PageHeader title="Roadmap" chips={<BoardChips setAsideCount={roadmap.setAsideCount} />} actions={create} />
      {board.isError && !board.data ? (
        <LoadError title="The roadmap could not be loaded" query={board} />
      ) : list !== null ? (
        <CardList key={list} list={list} product={product} hrefOf={(id) => hrefOf({ card: id })} />
      ) : cards.length === 0 && q !== "" && roadmap.columns.every(({ count }) => count === 0) ? (
        <EmptyState
          icon={<SquareKanban aria-hidden className="size-6" strokeWidth={1.5} />}
          title="No card has these words"
        >
          Fewer words find more. Escape in the filter shows all.
        </EmptyState>
      ) : cards.length === 0 && q === "" && product !== null ? (
        <EmptyState
          icon={<SquareKanban aria-hidden className="size-6" strokeWidth={1.5} />}
          title="No card is of this product"
          action={<Button onClick={() => void setParams({ product: null })}>Show all products</Button>}
        >
          A card says which product it is of where it is edited.
        </EmptyState>
      ) : cards.length === 0 && q === "" ? (
        <EmptyState
          icon={<SquareKanban aria-hidden className="size-6" strokeWidth={1.5} />}
          title="The roadmap says what you bet on"
          action={create}
        >
          Each card is an initiative in {openHorizons(horizonNames)}, with the problem behind it and the outcome it
          should have. There are no dates on it unless you want them.
        </EmptyState>
      ) : (
        <div
          ref={area}
          className="scroll-quiet grid min-h-0 flex-1 auto-cols-[minmax(16.5rem,1fr)] grid-flow-col items-stretch gap-4 overflow-auto px-4 py-3 max-sm:scroll-px-4 max-sm:snap-x max-sm:snap-mandatory max-sm:auto-cols-[calc(100vw-3.5rem)]"
        >
          {roadmap.columns.map((column) => (
            <BoardColumn
              key={column.horizon}
              column={column}
              empty={`No card in ${column.name}`}
              allHref={hrefOf({ list: column.horizon })}
              mayMove={mayMove}
              renderCard={(card) => (
                <BoardCard
                  card={cardItem(card, roadmap, today, product === null ? toldOf(card.productId) : null)}
                  currency={currency}
                  href={hrefOf({ card: card.id })}
                  mayMove={mayMove}
                  tabIndex={card.id === reached ? 0 : -1}
                  onFocus={() => setFocused(card.id)}
                  onFocusLost={() => {
                    carried.current = card.id;
                  }}
                  onKeyDown={onKeyDown(card)}
                />
              )}
            />
          ))}
        </div>
      )}
      <MoveReasonDialog
        move={
          asking && {
            title: cardOf(asking.from, asking.id)?.title ?? "",
            horizonName: horizonNames[asking.to.horizon],
          }
        }
        onDone={(reason) => {
          if (!asking) return;
          setAsking(null);
          void send(asking.from, asking.id, asking.to, reason, asking.back);
        }}
        finalFocus={movedLink}
      />
      <InitiativeDialog open={creating} onOpenChange={setCreating} initiative={null} product={product} />
      <InitiativeDrawer id={open} onClose={() => void setOpen(null)} />
    </>
  );
}
