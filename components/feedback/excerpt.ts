/** The words of a Markdown text on one line, for a list: at most `length` characters of them. */
export function excerpt(markdown: string, length = 180): string {
  const plain = markdown
    .slice(0, length * 4)
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^\s{0,3}(#{1,6}|>|[-*+]|\d+[.)])\s+/gm, "")
    .replace(/([*~`]{1,3})(\S|\S.*?\S)\1/g, "$2")
    .replace(/(?<!\w)(_{1,3})(\S|\S.*?\S)\1(?!\w)/g, "$2")
    .replace(/\s+/g, " ")
    .trim();
  return plain.length > length ? `${plain.slice(0, length).trimEnd()}…` : plain;
}
