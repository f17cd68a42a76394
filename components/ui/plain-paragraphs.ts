/** A sign that Markdown might read as one, wherever it stands; `@`, `:` and `www.` begin links of their own. */
const signs = /[\\`*_~[\]<>|&#@]|:\/\/|www\.|\p{Cc}/iu;
/** What makes a line more than words: a list, a rule, a heading's underline, code; and two spaces that break it. */
const lines = /^(?: {4}|\s*(?:[-+=]|\d{1,9}[.)](?:\s|$)))| {2}$/m;

/**
 * The paragraphs of a text in which Markdown would see nothing but paragraphs, each with where it begins; null for any
 * other, and where there is a doubt.
 */
export function plainParagraphs(text: string): { at: number; words: string }[] | null {
  if (signs.test(text.replaceAll("\n", "")) || lines.test(text)) return null;
  let at = 0;
  const found: { at: number; words: string }[] = [];
  for (const piece of text.split(/\n(?: *\n)+/)) {
    const words = piece
      .split("\n")
      .map((line) => line.replace(/^ +| +$/g, ""))
      .join("\n")
      .replace(/^\n+|\n+$/g, "");
    if (words !== "") found.push({ at, words });
    at += piece.length + 2;
  }
  return found;
}
