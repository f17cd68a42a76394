import type { SearchHit } from "./schema.ts";

type Pieces = SearchHit["excerpt"];

/** About so many characters are shown, so many of them before the first word that was found. */
const shown = 240;
const before = 80;

/** Longer words are none that anybody looks for. */
const longest = 100;

const words = /[\p{L}\p{N}\p{M}]+/gu;
/** What English puts after a stem; "ies", "ied" and the like stand for the "i" that stemming leaves. */
const ending =
  /^(?:|e|y|s|es|ies|ed|ied|er|ier|ers|iers|est|iest|ing|ings|ion|ions|ation|ations|or|ors|al|ally|ly|ment|ments|ness|able|ible|ity|'s)$/;

/** Tells the words of a text that were asked for. `stems` are the database's; `beginning` is the one still being typed. */
export function finder(stems: readonly string[], beginning: string | null): (word: string) => boolean {
  const exact = new Set(stems.flatMap((stem) => stem.match(words) ?? []));
  // A stem's last letter may have been another: "happi" is of "happy".
  const roots = [...exact].filter((stem) => stem.length > 2).map((stem) => stem.replace(/i$/, ""));
  return (word) => {
    if (word.length > longest) return false;
    const lower = word.toLowerCase();
    if (exact.has(lower) || (beginning !== null && lower.startsWith(beginning))) return true;
    return roots.some((root) => {
      if (!lower.startsWith(root)) return false;
      const rest = lower.slice(root.length);
      // "planned" doubles the last letter of "plan".
      return ending.test(rest) || (rest[0] === root.at(-1) && ending.test(rest.slice(1)));
    });
  };
}

/** The place of a text where the first word was found, on one line, cut into what was found and what is around it. */
export function excerptOf(text: string, isFound: (word: string) => boolean): Pieces {
  const line = text.replace(/\s+/gu, " ").trim();
  let first = 0;
  for (const { 0: word, index } of line.matchAll(words)) {
    if (!isFound(word)) continue;
    first = index;
    break;
  }
  const start = first <= before ? 0 : Math.min(line.indexOf(" ", first - before) + 1, first);
  const cut = line.length - start <= shown ? line.length : line.lastIndexOf(" ", start + shown);
  const end = cut <= first ? Math.min(line.length, start + shown) : cut;
  const part = line.slice(start, end).toWellFormed();
  return marked(`${start > 0 ? "… " : ""}${part}${end < line.length ? " …" : ""}`, isFound);
}

/** A text cut into the words that were found and what is around them. Nothing is lost or added. */
export function marked(text: string, isFound: (word: string) => boolean): Pieces {
  const pieces: Pieces = [];
  let at = 0;
  for (const { 0: word, index } of text.matchAll(words)) {
    if (!isFound(word)) continue;
    if (index > at) pieces.push({ text: text.slice(at, index), match: false });
    pieces.push({ text: word, match: true });
    at = index + word.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), match: false });
  return pieces;
}
