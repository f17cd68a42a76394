import { hasWords } from "#components/shell/has-words.ts";
import type { Output } from "#lib/api/client.ts";

export type Roadmap = Output<"roadmap.get">;
export type Column = Roadmap["columns"][number];
export type Card = Column["cards"][number];
export type Horizon = Card["horizon"];

/** Where a card is to go: in front of the card that stands at `index` once it has been lifted out. */
export type Place = { horizon: Horizon; index: number };

export const cardOf = (roadmap: Roadmap, id: string): Card | undefined =>
  roadmap.columns.flatMap((column) => column.cards).find((card) => card.id === id);

/** Where a card stands; undefined when it is not on the board. */
export function placeOf(roadmap: Roadmap, id: string): Place | undefined {
  for (const { horizon, cards } of roadmap.columns) {
    const index = cards.findIndex((card) => card.id === id);
    if (index >= 0) return { horizon, index };
  }
  return undefined;
}

/** The board with those cards only that have the words in their title, their problem or their owner's name. */
export const withWords = (roadmap: Roadmap, words: string): Roadmap => ({
  ...roadmap,
  columns: roadmap.columns.map((column) => {
    const cards = column.cards.filter(({ title, problem, owner }) =>
      hasWords([title, problem, owner?.name ?? ""].join(" "), words),
    );
    return { ...column, cards, count: column.count - column.cards.length + cards.length };
  }),
});

const without = (cards: Card[], id: string) => cards.filter((card) => card.id !== id);

/**
 * The card behind which a place is, as a move names it: null at the top. The place is among the cards that are shown; on
 * the whole board others may stand between them. Above the first that is shown is right above it, and where none is shown
 * is behind them all.
 */
export function afterIdAt(shown: Roadmap, whole: Roadmap, id: string, { horizon, index }: Place): string | null {
  const [seen, all] = [shown, whole].map(({ columns }) =>
    without(columns.find((one) => one.horizon === horizon)?.cards ?? [], id),
  ) as [Card[], Card[]];
  const [above, first] = [seen[index - 1], seen[0]];
  if (above) return above.id;
  const behind = first ? all[all.findIndex((card) => card.id === first.id) - 1] : all.at(-1);
  return behind?.id ?? null;
}

/** The board with the card at its new place; the same board when the card is gone or stands there already. */
export function withMoved(roadmap: Roadmap, id: string, to: Place): Roadmap {
  const card = cardOf(roadmap, id);
  const from = placeOf(roadmap, id);
  if (!card || !from || (from.horizon === to.horizon && from.index === to.index)) return roadmap;
  const moved = { ...card, horizon: to.horizon };
  return {
    ...roadmap,
    columns: roadmap.columns.map((column) => {
      const rest = without(column.cards, id);
      const left = rest.length < column.cards.length;
      if (column.horizon !== to.horizon) return left ? { ...column, cards: rest, count: column.count - 1 } : column;
      const cards = rest.toSpliced(Math.min(to.index, rest.length), 0, moved);
      return { ...column, cards, count: column.count + (left ? 0 : 1) };
    }),
  };
}

/** The place beside a card in the direction of an arrow key; undefined at the edge of the board. */
export function placeBeside(roadmap: Roadmap, id: string, arrow: string): Place | undefined {
  const from = placeOf(roadmap, id);
  if (!from) return undefined;
  const at = roadmap.columns.findIndex(({ horizon }) => horizon === from.horizon);
  const own = roadmap.columns[at];
  if (arrow === "ArrowUp") return from.index > 0 ? { ...from, index: from.index - 1 } : undefined;
  if (arrow === "ArrowDown") {
    return own && from.index < own.cards.length - 1 ? { ...from, index: from.index + 1 } : undefined;
  }
  const beside = roadmap.columns[at + (arrow === "ArrowLeft" ? -1 : 1)];
  return beside && { horizon: beside.horizon, index: Math.min(from.index, beside.cards.length) };
}

/** The card that an arrow key goes to from this one; columns without cards are passed over. */
export function cardBeside(roadmap: Roadmap, id: string, arrow: string): Card | undefined {
  const from = placeOf(roadmap, id);
  if (!from) return undefined;
  const at = roadmap.columns.findIndex(({ horizon }) => horizon === from.horizon);
  if (arrow === "ArrowUp") return roadmap.columns[at]?.cards[from.index - 1];
  if (arrow === "ArrowDown") return roadmap.columns[at]?.cards[from.index + 1];
  const step = arrow === "ArrowLeft" ? -1 : 1;
  for (let i = at + step; roadmap.columns[i]; i += step) {
    const cards = roadmap.columns[i]?.cards ?? [];
    if (cards.length > 0) return cards[Math.min(from.index, cards.length - 1)];
  }
  return undefined;
}

/** Whether the server would refuse to call a card done; `today` as `YYYY-MM-DD`. It decides, this saves the way. */
export const awaitsVerdict = ({ outcomes }: Card, today: string): boolean =>
  outcomes.some(({ verdict, dueOn }) => verdict === null && (dueOn === null || dueOn <= today));
