/** What Markdown would take for syntax in plain words, and which links may be kept. */

const special = /[\\`*_<&[\]~|]/;
const webAddress = /https?:\/\/[^\s<]+/g;

/** Where words stand: in a table's cell, which `|` ends; in a link, which `]` ends. */
type Place = { cell: boolean; linked: boolean };

/** Words as Markdown that reads the same. */
export function escapeWords(words: string, place: Place): string {
  if (!special.test(words)) return words;
  if (!words.includes("://")) return escapeProse(words, place);
  // A bare address becomes a link by itself, so `_` and `~` in it stay as they are.
  let out = "";
  let from = 0;
  for (const match of words.matchAll(webAddress)) {
    out += escapeProse(words.slice(from, match.index), place) + escapeAlways(match[0], place);
    from = match.index + match[0].length;
  }
  return out + escapeProse(words.slice(from), place);
}

const escapeProse = (words: string, place: Place) =>
  escapeAlways(words, place)
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/(?<!\s)~|~(?=~)/g, "\\~");

const syntax = String.raw`\\(?=[!-/:-@[-\`{-~]|$)|\`|(?<!\s)\*|\*(?!\s)|<(?=[a-zA-Z/!?]|$)|&(?=#?[a-zA-Z0-9]{1,31};|$)`;
const anywhere = new RegExp(String.raw`${syntax}|\](?=[(:]|$)`, "g");
const insideLink = new RegExp(String.raw`${syntax}|[[\]]`, "g");

function escapeAlways(words: string, { cell, linked }: Place): string {
  const escaped = words.replace(linked ? insideLink : anywhere, "\\$&");
  return cell ? escaped.replaceAll("|", "\\|") : escaped;
}

/** A line that Markdown would take for a heading, a quote, a list, a rule or a table's delimiter, as plain words. */
export function escapeLineStart(line: string): string {
  switch (line.charCodeAt(0)) {
    case 35: // #
      return /^#{1,6}(?:\s|$)/.test(line) ? `\\${line}` : line;
    case 62: // >
      return `\\${line}`;
    case 43: // +
      return /^\+(?:\s|$)/.test(line) ? `\\${line}` : line;
    case 61: // =
      return /^=+\s*$/.test(line) ? `\\${line}` : line;
    case 45: // -
    case 58: // :
    case 124: // |
      return /^-\s|^[-|:\s\\]*$/.test(line) ? `\\${line}` : line;
    case 91: // [
      return /^\[[ xX]\](?!\()/.test(line) ? `\\${line}` : line;
    default:
      return /^\d{1,9}[.)](?:\s|$)/.test(line) ? line.replace(/[.)]/, "\\$&") : line;
  }
}

/** The address as a Markdown link's destination, or null when it is not http, https or mailto. */
export function safeLink(address: string): string | null {
  // Browsers skip control characters inside a scheme, so they go before it is looked at.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const bare = address.replace(/[\u0000-\u001f\u007f]+/g, "").trim();
  if (bare.length > 2_000 || !/^(?:https?:\/\/[^\s/?#]|mailto:[^\s@]+@)/i.test(bare)) return null;
  return bare
    .replace(/[\s()<>\\"'`*|\]]/g, (found) => encodeURIComponent(found).replace(/['()*]/g, percent))
    .replace(/&(?=#?[a-zA-Z0-9]{1,31};)/g, "&amp;");
}

const percent = (found: string) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`;
