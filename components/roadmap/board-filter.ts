import { createLoader } from "nuqs/server";
import { parseAsId } from "#components/shell/id-param.ts";

/** What the URL of the roadmap says of what is shown. The server and the browser read it alike. */
export const boardParams = { product: parseAsId };

export const readBoardParams = createLoader(boardParams);

/** The same as the query's input. */
export const boardInput = ({ product }: { product: string | null }) => (product === null ? {} : { product });
