import { createLoader, parseAsStringLiteral } from "nuqs/server";
import type { Input } from "#lib/api/client.ts";

/** What of a company's asks is shown. The server and the browser read the URL alike. */
export const askViews = ["open", "answered", "all"] as const;
export type AskView = (typeof askViews)[number];
export const askParams = { asks: parseAsStringLiteral(askViews).withDefault("open") };
export const readAskParams = createLoader(askParams);

/** The same as the query's input. */
export const askInput = (id: string, view: AskView): Input<"company.asks"> => ({
  id,
  limit: 50,
  ...(view === "all" ? {} : { isOpen: view === "open" }),
});
