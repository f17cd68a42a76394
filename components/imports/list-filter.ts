import { createLoader } from "nuqs/server";
import { parseAsSearch } from "#components/shell/search-param.ts";
import type { Input } from "#lib/api/client.ts";

/** What the URL of the imports may say. The server and the browser read it alike. */
export const importListParams = { q: parseAsSearch };

export const readImportListParams = createLoader(importListParams);

/** The same as the query's input. */
export const importListInput = ({ q }: { q: string }): Input<"import.list"> => ({
  limit: 50,
  ...(q === "" ? {} : { q }),
});
