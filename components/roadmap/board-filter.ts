import { createLoader, createSerializer, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { parseAsId } from "#components/shell/id-param.ts";
import { parseAsSearch } from "#components/shell/search-param.ts";

/** What the URL of the roadmap says of what is shown. The server and the browser read it alike. */
export const boardParams = {
  product: parseAsId,
  /** In place of the board, a list of all cards of a column, or of those that were set aside. */
  list: parseAsStringLiteral(["now", "next", "later", "done", "set_aside"]),
  /** Narrows what is loaded. */
  q: parseAsSearch,
};

export const readBoardParams = createLoader(boardParams);

type Params = { product: string | null; list: "now" | "next" | "later" | "done" | "set_aside" | null };
export type ListedCards = NonNullable<Params["list"]>;

/** The same as the query's input. */
export const boardInput = ({ product }: Pick<Params, "product">) => (product === null ? {} : { product });

/** The input of the list in place of the board. */
export const listInput = (list: ListedCards, product: string | null) => ({
  limit: 50,
  ...(list === "set_aside" ? { state: list } : { state: "open" as const, horizon: [list], sort: "moved" as const }),
  ...boardInput({ product }),
});

/** The roadmap's address with what is shown, and with a card opened. */
export const boardQuery = createSerializer({ ...boardParams, card: parseAsString });
