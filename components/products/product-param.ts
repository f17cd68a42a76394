import { createParser } from "nuqs/server";

/** The id of a product in the address; what cannot be one is as good as not there. */
export const parseAsProduct = createParser({
  parse: (text) => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : null),
  serialize: (id: string) => id,
});
