import { createLoader, parseAsStringLiteral } from "nuqs/server";
import { parseAsId } from "#components/shell/id-param.ts";
import { parseAsSearch } from "#components/shell/search-param.ts";

/** What the URL of the objectives may say. The server and the browser read it alike. */
export const objectiveListParams = {
  state: parseAsStringLiteral(["open", "closed"]).withDefault("open"),
  product: parseAsId,
  /** Narrows what is loaded: the tree is short. */
  q: parseAsSearch,
};

export const readObjectiveListParams = createLoader(objectiveListParams);

/** The same as the query's input. */
export const treeInputOf = ({ state, product }: { state: "open" | "closed"; product: string | null }) => ({
  state,
  limit: 100,
  ...(product === null ? {} : { product }),
});
