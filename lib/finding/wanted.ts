import { unspacedRuns } from "./letters.ts";
import type { Parsed, Term } from "./parse.ts";

/** What the database's `search_query` takes for a term. */
export type WantedTerm = {
  text: string;
  not: boolean;
  /** The word being typed, as a tsquery of plain lexemes: itself and longer ones, and shorter stems it may be going to. */
  begins?: string;
  /** Pairs of letters, as a tsquery, for languages without spaces. */
  pairs?: string;
};

/** Shorter ones begin too many words. */
const shortest = 3;
const word = /^[\p{L}\p{N}]+$/u;

/** What stemming takes off, so that it is missing from the index; longer ones have to leave more of the word. */
const endings = [
  { least: 4, texts: ["ing"] },
  { least: 5, texts: ["ation", "ication", "ment", "ness", "able", "ible", "ally", "ion"] },
];

/**
 * The stems that an English word may have of which so far only `beginning` was typed: of "documenta" also "document".
 * Otherwise what was found for "document" would be gone again until "documentation" is typed to its end.
 */
export function stemsOnTheWay(beginning: string): string[] {
  const stems = new Set<string>();
  for (const { least, texts } of endings) {
    for (const ending of texts) {
      for (let typed = 1; typed < ending.length; typed++) {
        const stem = beginning.slice(0, -typed);
        if (stem.length >= least && beginning.endsWith(ending.slice(0, typed))) stems.add(stem);
      }
    }
  }
  return [...stems];
}

/** The word that is still being typed, in lower case; null when there is none, or one of which too many begin. */
export function beginningOf({ terms, open }: Parsed): string | null {
  const last = terms.at(-1)?.at(-1);
  if (!open || !last || last.text.length < shortest || !word.test(last.text)) return null;
  const rest = last.text.replace(unspacedRuns, "");
  return rest === last.text ? last.text.toLowerCase() : null;
}

/** Runs of letters that are found by pairs. */
export const runsOf = (text: string): string[] => text.match(unspacedRuns) ?? [];

const pairsOf = (run: string) =>
  run.length === 1 ? [`'${run}':*`] : Array.from({ length: run.length - 1 }, (_, at) => `'${run.slice(at, at + 2)}'`);

function wantedTerm({ text, not }: Term, beginning: string | null): WantedTerm {
  const pairs = runsOf(text).flatMap(pairsOf);
  return {
    text: text.replace(unspacedRuns, " "),
    not,
    ...(beginning && { begins: [`${beginning}:*`, ...stemsOnTheWay(beginning)].join(" | ") }),
    ...(pairs.length > 0 && { pairs: [...new Set(pairs)].join(" & ") }),
  };
}

/** The words of a search for `search_query`; null when there are none. */
export function wantedOf(parsed: Parsed): WantedTerm[][] | null {
  const beginning = beginningOf(parsed);
  const lists = parsed.terms.map((list, i) =>
    list.map((term, j) => wantedTerm(term, i === parsed.terms.length - 1 && j === list.length - 1 ? beginning : null)),
  );
  return lists.length > 0 ? lists : null;
}

/** So many ways of typing something are looked for, and words of so many letters have their letters exchanged. */
const ways = 24;
const exchanged = 7;

/** What was typed, and the same with two letters beside each other exchanged: "amce" is "acme" too. */
export function waysOf(typed: string): string[] {
  const found = [typed];
  for (const { 0: one, index } of typed.matchAll(/[\p{L}\p{N}]+/gu)) {
    if (one.length < shortest || one.length > exchanged) continue;
    for (let at = index; at < index + one.length - 1 && found.length < ways; at++) {
      found.push(`${typed.slice(0, at)}${typed[at + 1]}${typed[at]}${typed.slice(at + 2)}`.toWellFormed());
    }
  }
  return [...new Set(found)];
}
