import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { parseAsId } from "#components/shell/id-param.ts";
import { parseAsSearch } from "#components/shell/search-param.ts";
import type { Input } from "#lib/api/client.ts";

/** What the URL of the inbox may say. The server and the browser read it alike. */
export const inboxParams = {
  state: parseAsStringLiteral(["inbox", "reviewed", "set_aside", "all"]).withDefault("inbox"),
  order: parseAsStringLiteral(["newest", "oldest"]).withDefault("newest"),
  q: parseAsSearch,
  product: parseAsId,
  /** The id of the feedback that is open. */
  item: parseAsString,
};

export const readInboxParams = createLoader(inboxParams);

export type InboxFilter = {
  state: "inbox" | "reviewed" | "set_aside" | "all";
  order: "newest" | "oldest";
  q: string;
  product: string | null;
};

/** The same as the query's input. */
export const inboxInput = ({ state, order, q, product }: InboxFilter): Input<"feedback.list"> => ({
  sort: order === "oldest" ? "occurredAt" : "-occurredAt",
  limit: 50,
  ...(state === "all" ? {} : { state: [state] }),
  ...(q === "" ? {} : { q }),
  ...(product === null ? {} : { product }),
});
