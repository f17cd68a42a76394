import { createLoader, parseAsStringLiteral } from "nuqs/server";

/** What the URL of the objectives may say. The server and the browser read it alike. */
export const objectiveListParams = { state: parseAsStringLiteral(["open", "closed"]).withDefault("open") };

export const readObjectiveListParams = createLoader(objectiveListParams);

/** The same as the query's input. */
export const treeInputOf = ({ state }: { state: "open" | "closed" }) => ({ state, limit: 100 });
