import { createLoader, parseAsStringLiteral } from "nuqs/server";
import { parseAsId } from "#components/shell/id-param.ts";
import { parseAsSearch } from "#components/shell/search-param.ts";

/** What the URL of the list of ideas may say. The server and the browser read it alike. */
export const ideaListParams = {
  q: parseAsSearch,
  product: parseAsId,
  state: parseAsStringLiteral(["open", "set_aside", "all"]).withDefault("open"),
  sort: parseAsStringLiteral(["arr", "companies", "score", "updated", "number"]).withDefault("companies"),
  order: parseAsStringLiteral(["asc", "desc"]).withDefault("desc"),
};

export const readIdeaListParams = createLoader(ideaListParams);

type Params = {
  q: string;
  product: string | null;
  state: "open" | "set_aside" | "all";
  sort: "arr" | "companies" | "score" | "updated" | "number";
  order: "asc" | "desc";
};

/** The same as the query's input. */
export const ideaListInput = ({ q, product, state, sort, order }: Params) => ({
  sort,
  order,
  limit: 100,
  ...(state === "all" ? {} : { state }),
  ...(q === "" ? {} : { q }),
  ...(product === null ? {} : { product }),
});
