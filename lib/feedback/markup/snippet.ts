/** Long enough for any preview, short enough that a body of 300 kB costs what one of 2 kB costs. */
const read = 2_000;

/** Three in four real messages hold no mark at all, and need no search for each kind of it. */
const marks = /[`~|[<>#*_\\]|^[ \t]*(?:[-+]|\d{1,9}[.)])[ \t]/m;

const unmarked = (text: string) =>
  text
    .replace(/^[ \t>]*(?:`{3,}|~{3,})[^`\n]*$/gm, "")
    .replace(/^\|(?:[ :]*-+[ :]*\|)+$/gm, "")
    .replace(/!?\[((?:\\.|[^\]\\\n])*)\]\([^()\s]*\)/g, "$1")
    .replace(/<((?:https?:\/\/|mailto:)?[^\s<>]+[/@.][^\s<>]+)>/g, "$1")
    .replace(/^[ \t]*(?:(?:>|#{1,6}|[-*+]|\d{1,9}[.)])[ \t]+)+/gm, "")
    .replace(/(?<!\\)(?:\*\*|~~|`+)/g, "")
    .replace(/(?<![\\\w*])([*_])(?=\S)([^*_\n]*[^*_\s\\])\1(?![\w*])/g, "$2")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1");

/**
 * The beginning of a Markdown text as plain words on one line, for lists and derived titles: at most `most` characters,
 * cut between words with an ellipsis.
 */
export function snippet(markdown: string, most = 200): string {
  const beginning = markdown.slice(0, read);
  const words = (marks.test(beginning) ? unmarked(beginning) : beginning).replace(/\s{2,}|[^\S ]/g, " ").trim();
  if (words.length <= most && markdown.length <= read) return words;
  if (words.length <= most) return `${words.replace(/[\uD800-\uDBFF]$/, "")}…`;
  const cut = words.slice(0, most - 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > most * 0.7 ? cut.slice(0, space) : cut).replace(/[\uD800-\uDBFF]$/, "").trimEnd()}…`;
}
