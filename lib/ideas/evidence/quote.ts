const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", "#39": "'", nbsp: " " };

/**
 * The words of a Markdown text as somebody sees them: marks, link targets and list signs taken out, white space folded.
 * In: Markdown or plain text. Out: one line. It only has to do the same to a text and to a passage copied from it, be it
 * from the source or from the screen.
 */
export function words(markdown: string): string {
  return markdown
    .replace(/!?\[([^\][]*)\]\([^()\s]*(?:\s+"[^"]*")?\)/g, "$1")
    .replace(/^[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+/gm, "")
    .replace(/&(amp|lt|gt|quot|apos|#39|nbsp);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/[*_`~\\]/g, "")
    .replace(/[#>|<]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

const folded = (text: string) => text.replace(/\s+/g, " ").trim();

/**
 * Whether a quote stands in one of the texts: word for word with white space folded, or as it reads once the Markdown
 * around it is rendered. A quote that says nothing stands nowhere.
 */
export function isPassage(quote: string, texts: string[]): boolean {
  const exact = folded(quote);
  const seen = words(quote);
  if (seen === "") return false;
  return texts.some((text) => folded(text).includes(exact) || words(text).includes(seen));
}
