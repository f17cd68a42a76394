/** Long enough for any preview, short enough that a body of 300 kB costs what one of 2 kB costs. */
const read = 2_000;

/**
 * The beginning of a Markdown text as plain words on one line, for lists and derived titles: at most `most` characters,
 * cut between words with an ellipsis.
 */
export function snippet(markdown: string, most = 200): string {
  const words = markdown
    .slice(0, read)
    .replace(/^[ \t>]*(?:`{3,}|~{3,})[^`\n]*$/gm, "")
    .replace(/^\|(?:[ :]*-+[ :]*\|)+$/gm, "")
    .replace(/!?\[((?:\\.|[^\]\\\n])*)\]\([^()\s]*\)/g, "$1")
    .replace(/<((?:https?:\/\/|mailto:)?[^\s<>]+[/@.][^\s<>]+)>/g, "$1")
    .replace(/^[ \t]*(?:(?:>|#{1,6}|[-*+]|\d{1,9}[.)])[ \t]+)+/gm, "")
    .replace(/(?<!\\)(?:\*\*|~~|`+)/g, "")
    .replace(/(?<![\\\w*])([*_])(?=\S)([^*_\n]*[^*_\s\\])\1(?![\w*])/g, "$2")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
  if (words.length <= most && markdown.length <= read) return words;
  if (words.length <= most) return `${words.replace(/[\uD800-\uDBFF]$/, "")}…`;
  const cut = words.slice(0, most - 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > most * 0.7 ? cut.slice(0, space) : cut).replace(/[\uD800-\uDBFF]$/, "").trimEnd()}…`;
}
