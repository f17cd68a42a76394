import { createLoader, parseAsStringLiteral } from "nuqs/server";
import { parseAsSearch } from "#components/shell/search-param.ts";
import type { Input } from "#lib/api/client.ts";

/** Which of one's requests are shown. The server and the browser read the URL alike. */
export const requestViews = ["open", "settled", "all"] as const;
export type RequestView = (typeof requestViews)[number];
export const requestParams = { show: parseAsStringLiteral(requestViews).withDefault("all"), q: parseAsSearch };
export const readRequestParams = createLoader(requestParams);

/** The same as the query's input. */
export const requestInput = (view: RequestView, q: string): Input<"request.list"> => ({
  limit: 50,
  ...(q === "" ? {} : { q }),
  ...(view === "all" ? {} : { isOpen: view === "open" }),
});
