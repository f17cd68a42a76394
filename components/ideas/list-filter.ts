import { createLoader, parseAsStringLiteral } from "nuqs/server";
import { parseAsId } from "#components/shell/id-param.ts";
import { parseAsSearch } from "#components/shell/search-param.ts";
import type { Input } from "#lib/api/client.ts";

/** What the URL of the list of ideas may say. The server and the browser read it alike. */
export const ideaListParams = {
  q: parseAsSearch,
  product: parseAsId,
  stageId: parseAsId,
  ownerId: parseAsId,
  state: parseAsStringLiteral(["open", "set_aside", "all"]).withDefault("open"),
  sort: parseAsStringLiteral(["arr", "companies", "score", "updated", "number"]).withDefault("companies"),
  order: parseAsStringLiteral(["asc", "desc"]).withDefault("desc"),
  groupBy: parseAsStringLiteral(["stage"]),
};

export const readIdeaListParams = createLoader(ideaListParams);

export type IdeaListParams = Awaited<ReturnType<typeof readIdeaListParams>>;

/** The same as the query's input. */
export const ideaListInput = (params: IdeaListParams): Input<"idea.list"> => {
  const { q, product, stageId, ownerId, state, sort, order, groupBy } = params;
  return {
    sort,
    order,
    limit: 100,
    ...(state !== "all" && { state }),
    ...(q !== "" && { q }),
    ...(product !== null && { product }),
    ...(stageId !== null && { stageId: [stageId] }),
    ...(ownerId !== null && { ownerId }),
    ...(groupBy !== null && { groupBy }),
  };
};
