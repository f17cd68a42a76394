import { words } from "#lib/finding/letters.ts";
import type { SearchHit } from "./schema.ts";

type Pieces = SearchHit["excerpt"];

/** About so many characters are shown, so many of them before the first word that was found. */
const shown = 240;
const before = 80;
/** What lies further in is not looked through. */
const looked = 4_000;

/** Longer words are none that anybody looks for. */
const longest = 100;

/** What English puts after a stem; "ies", "ied" and the like stand for the "i" that stemming leaves. */
const ending =
  /^(?:|e|y|s|es|ies|ed|ied|er|ier|ers|iers|est|iest|ing|ings|ion|ions|ation|ations|or|ors|al|ally|ly|ment|ments|ness|able|ible|ity|'s)$/;

/** Where a text says what was asked for: the next place from `from` on. */
export type Finder = (text: string, from: number) => { index: number; length: number } | null;

/**
 * Finds the words of a text that were asked for. `stems` are the database's; `beginning` is the one still being typed;
 * `runs` are of languages without spaces, found wherever they stand.
 */
export function finder(stems: readonly string[], beginning: string | null, runs: readonly string[] = []): Finder {
  const exact = new Set(stems.flatMap((stem) => stem.match(words) ?? []));
  // A stem's last letter may have been another: "happi" is of "happy".
  const roots = [...exact].filter((stem) => stem.length > 2).map((stem) => stem.replace(/i$/, ""));
  const isFound = (word: string) => {
    if (word.length > longest) return false;
    const lower = word.toLowerCase();
    if (beginning !== null && lower.startsWith(beginning)) return true;
    if (word.length > 1 && exact.has(lower)) return true;
    return roots.some((root) => {
      if (!lower.startsWith(root)) return false;
      const rest = lower.slice(root.length);
      // "planned" doubles the last letter of "plan".
      return ending.test(rest) || (rest[0] === root.at(-1) && ending.test(rest.slice(1)));
    });
  };
  return (text, from) => {
    const pattern = new RegExp(words);
    pattern.lastIndex = from;
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const { 0: word, index } = match;
      const run = runs.find((one) => text.startsWith(one, index));
      if (run) return { index, length: run.length };
      if (isFound(word)) return { index, length: word.length };
    }
    return null;
  };
}

/** The place of a text where the first word was found, on one line, cut into what was found and what is around it. */
export function excerptOf(text: string, find: Finder): Pieces {
  const line = text.slice(0, looked).replace(/\s+/gu, " ").trim();
  const first = find(line, 0)?.index ?? 0;
  const start = first <= before ? 0 : cutBetween(line, first - before, first);
  const end = line.length - start <= shown ? line.length : line.lastIndexOf(" ", start + shown);
  const part = line.slice(start, end > first ? end : start + shown).toWellFormed();
  return marked(`${start > 0 ? "… " : ""}${part}${start + part.length < line.length ? " …" : ""}`, find);
}

/** The beginning of the first word after `from`; `from` itself where no word begins before `to`. */
function cutBetween(line: string, from: number, to: number): number {
  const space = line.indexOf(" ", from);
  return space < 0 || space >= to ? from : space + 1;
}

/** A text cut into the words that were found and what is around them. Nothing is lost or added. */
export function marked(text: string, find: Finder): Pieces {
  const pieces: Pieces = [];
  let at = 0;
  for (let found = find(text, at); found; found = find(text, at)) {
    if (found.index > at) pieces.push({ text: text.slice(at, found.index), match: false });
    at = found.index + found.length;
    pieces.push({ text: text.slice(found.index, at), match: true });
  }
  if (at < text.length) pieces.push({ text: text.slice(at), match: false });
  return pieces;
}
