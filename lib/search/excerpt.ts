import type { SearchHit } from "./schema.ts";

const open = "\u0002";
const close = "\u0003";

/**
 * Cuts an excerpt at the characters that the database puts around found words. They cannot stand in a body: the database
 * takes them out before it marks.
 */
export function marked(excerpt: string): SearchHit["excerpt"] {
  const pieces: SearchHit["excerpt"] = [];
  for (const [i, part] of excerpt.split(open).entries()) {
    const [found = "", rest] = i === 0 ? [undefined, part] : part.split(close, 2);
    if (found !== "") pieces.push({ text: found, match: true });
    if (rest) pieces.push({ text: rest, match: false });
  }
  return pieces;
}
