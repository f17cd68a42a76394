import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterIdAt, cardBeside, placeBeside, placeOf, type Roadmap, withMoved, withWords } from "./board.ts";

const horizons = ["now", "next", "later", "done"] as const;

/** A board of cards that have only what moving looks at. */
const board = (...columns: string[][]): Roadmap =>
  ({
    columns: horizons.map((horizon, at) => {
      const cards = (columns[at] ?? []).map((id) => ({ id, horizon }));
      return { horizon, name: horizon, count: cards.length, cards };
    }),
  }) as unknown as Roadmap;
const ids = (roadmap: Roadmap) => roadmap.columns.map(({ cards }) => cards.map(({ id }) => id));

describe("the board", () => {
  const some = board(["a", "b"], ["c"], [], ["d"]);

  it("moves a card within its column and to another", () => {
    expect(ids(withMoved(some, "a", { horizon: "now", index: 1 }))).toEqual([["b", "a"], ["c"], [], ["d"]]);
    expect(ids(withMoved(some, "a", { horizon: "next", index: 0 }))).toEqual([["b"], ["a", "c"], [], ["d"]]);
    expect(ids(withMoved(some, "c", { horizon: "later", index: 9 }))).toEqual([["a", "b"], [], ["c"], ["d"]]);
  });

  it("names the card behind which the place is", () => {
    expect(afterIdAt(some, some, "a", { horizon: "now", index: 0 })).toBeNull();
    expect(afterIdAt(some, some, "a", { horizon: "now", index: 1 })).toBe("b");
    expect(afterIdAt(some, some, "d", { horizon: "now", index: 2 })).toBe("b");
  });

  it("goes from card to card by arrows, over empty columns, and stops at the edges", () => {
    expect(cardBeside(some, "c", "ArrowRight")?.id).toBe("d");
    expect(cardBeside(some, "b", "ArrowRight")?.id).toBe("c");
    expect(cardBeside(some, "a", "ArrowUp")).toBeUndefined();
    expect(placeBeside(some, "c", "ArrowRight")).toEqual({ horizon: "later", index: 0 });
    expect(placeBeside(some, "d", "ArrowRight")).toBeUndefined();
  });

  it("shows the cards that have the words, and places a card among those", () => {
    const worded = {
      ...some,
      columns: some.columns.map((column) => ({
        ...column,
        cards: column.cards.map((card) => ({
          ...card,
          title: `Card ${card.id}`,
          problem: "",
          owner: { id: "1", name: "Ito" },
        })),
        count: column.count + 1,
      })),
    };
    const narrowed = withWords(worded, "ITO b");
    expect(ids(narrowed)).toEqual([["b"], [], [], []]);
    expect(narrowed.columns.map(({ count }) => count)).toEqual([2, 1, 1, 1]);
    expect(afterIdAt(narrowed, some, "c", { horizon: "now", index: 1 })).toBe("b");
    // Those that are out of sight keep their places: right above the first, or behind them all.
    expect(afterIdAt(narrowed, some, "c", { horizon: "now", index: 0 })).toBe("a");
    expect(afterIdAt(narrowed, some, "b", { horizon: "next", index: 0 })).toBe("c");
    expect(ids(withWords(worded, ""))).toEqual(ids(some));
  });

  it("never loses a card, whatever is moved where", () => {
    const move = fc.record({
      id: fc.constantFrom("a", "b", "c", "d", "gone"),
      horizon: fc.constantFrom(...horizons),
      index: fc.nat(5),
    });
    fc.assert(
      fc.property(fc.array(move), (moves) => {
        let now = some;
        for (const { id, ...to } of moves) {
          now = withMoved(now, id, to);
          if (id !== "gone") expect(placeOf(now, id)?.horizon).toBe(to.horizon);
        }
        expect(ids(now).flat().sort()).toEqual(["a", "b", "c", "d"]);
        for (const { count, cards } of now.columns) expect(count).toBe(cards.length);
      }),
    );
  });
});
