import { mentionsAsWords } from "../mentions/rules.ts";

const longest = 300;

/** The beginning of a comment on one line, mentions as words. */
export function excerptOf(body: string): string {
  const text = mentionsAsWords(body).replace(/\s+/g, " ").trim();
  const letters = [...text];
  return letters.length > longest ? `${letters.slice(0, longest - 1).join("")}…` : text;
}
