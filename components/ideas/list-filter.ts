import { createLoader, parseAsStringLiteral } from "nuqs/server";

/** What the URL of the list of ideas may say. The server and the browser read it alike. */
export const ideaListParams = {
  state: parseAsStringLiteral(["open", "set_aside", "all"]).withDefault("open"),
  sort: parseAsStringLiteral(["arr", "companies", "score", "updated", "number"]).withDefault("companies"),
  order: parseAsStringLiteral(["asc", "desc"]).withDefault("desc"),
};

export const readIdeaListParams = createLoader(ideaListParams);

type Params = {
  state: "open" | "set_aside" | "all";
  sort: "arr" | "companies" | "score" | "updated" | "number";
  order: "asc" | "desc";
};

/** The same as the query's input. */
export const ideaListInput = ({ state, sort, order }: Params) => ({
  sort,
  order,
  limit: 100,
  ...(state === "all" ? {} : { state }),
});
