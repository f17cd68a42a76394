import { createParser } from "nuqs/server";

/** The id of a record in the address; what cannot be one is as good as not there. */
export const parseAsId = createParser({
  parse: (text) =>
    /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text) ? text : null,
  serialize: (id: string) => id,
});
