import { createLoader } from "nuqs/server";
import { parseAsSearch } from "#components/shell/search-param.ts";
import type { Input } from "#lib/api/client.ts";

/** What the URL of the list of metrics may say. The server and the browser read it alike. */
export const metricListParams = { q: parseAsSearch };

export const readMetricListParams = createLoader(metricListParams);

/** The same as the query's input. */
export const metricListInput = ({ q }: { q: string }): Input<"metric.list"> => ({
  limit: 100,
  ...(q === "" ? {} : { q }),
});
