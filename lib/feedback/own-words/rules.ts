import { address, attributions, clockTime, headerKeys, originalMessage, sentFrom, year } from "./phrases.ts";

export type OwnWords = {
  /** What the sender wrote: the beginning of the text. */
  own: string;
  /** What follows: `own + folded` is the text, to the character. */
  folded: string;
  /** What is folded: `quote` where somebody else's words are among it; null where nothing is. */
  kind: "quote" | "signature" | null;
};

/** A longer line is nobody's header; a longer signature is a letter. */
const longestLine = 400;
const longestSignature = { lines: 20, line: 100 };
/** The lines in which a mail's headers stand, and on which the line above a quote is wrapped. */
const headerLines = 12;
const wrappedLines = 3;

const hasWords = /[^\s\p{P}\p{S}]|\p{Extended_Pictographic}/u;
const quoted = /^ {0,3}\\?>/;
const fence = /^ {0,3}(?:```|~~~)/;
const rule = /^\s*(?:[-_*=]\s*){3,}$/;

function bare(line: string): string {
  const words = line.replace(/[*\\]/g, "").trim();
  return words.includes("](") ? words.replace(/\[([^[\]]*)\]\([^()\s]*\)/g, "$1") : words;
}

/** The lines of a text, and what stands on them without Markdown's marks. */
class Lines {
  readonly #text: string;
  readonly #starts: number[] = [0];
  readonly #inCode: boolean[] = [];
  readonly #words: string[] = [];
  readonly #keys: string[] = [];

  constructor(text: string) {
    this.#text = text;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.#starts.push(at + 1);
    if (!/```|~~~/.test(text)) return;
    let inside = false;
    for (let i = 0; i < this.length; i++) {
      const fences = fence.test(this.raw(i));
      this.#inCode.push(inside || fences);
      if (fences) inside = !inside;
    }
  }

  get length() {
    return this.#starts.length;
  }

  start(i: number): number {
    return this.#starts[i] ?? this.#text.length;
  }

  /** The line, or as much of it as any rule looks at. */
  raw(i: number): string {
    const from = this.start(i);
    return this.#text.slice(from, Math.min(this.start(i + 1), from + longestLine));
  }

  /** Whether the line holds nothing but its end; most blank lines do. */
  #isBare(i: number): boolean {
    const from = this.start(i);
    return this.start(i + 1) - from <= 1 && (from === this.#text.length || this.#text.charCodeAt(from) === 10);
  }

  #isLong(i: number): boolean {
    return this.start(i + 1) - this.start(i) > longestLine;
  }

  isBlank(i: number): boolean {
    return this.#isBare(i) || (!this.#isLong(i) && this.raw(i).trim() === "");
  }

  isQuoted(i: number): boolean {
    return !this.#isBare(i) && !this.#inCode[i] && quoted.test(this.raw(i));
  }

  /** The line as it is read; empty where it is blank, quoted, code, or too long to be a mail program's. */
  words(i: number): string {
    let words = this.#words[i];
    if (words === undefined) {
      words =
        i < 0 || i >= this.length || this.#inCode[i] || this.#isLong(i) || this.isQuoted(i) ? "" : bare(this.raw(i));
      this.#words[i] = words;
    }
    return words;
  }

  /** What stands before the line's first colon. */
  key(i: number): string {
    let key = this.#keys[i];
    if (key === undefined) {
      key = (/^([^:：]{1,30})[:：]/.exec(this.words(i))?.[1] ?? "").trim().toLowerCase();
      this.#keys[i] = key;
    }
    return key;
  }

  /** The place behind the last line above `end` that is not blank. */
  filledEnd(end: number): number {
    let i = end;
    while (i > 0 && this.isBlank(i - 1)) i--;
    return i;
  }
}

/**
 * Parts what a sender wrote from what a mail program put below it: the message that was answered, a signature, "Sent from
 * my iPhone". In: a text, plain or Markdown. Only what reaches to the end is folded, so answers between quoted lines stay;
 * a text that would be folded as a whole is left as it is. Takes time in proportion to the length.
 */
export function ownWords(text: string): OwnWords {
  const lines = new Lines(text);
  const begins = text.search(hasWords);
  const leavesWords = (line: number) => begins >= 0 && begins < lines.start(line);
  let end = lines.length;
  let kind: OwnWords["kind"] = null;
  const answered = answeredMessage(lines);
  if (answered !== null && leavesWords(answered)) {
    end = answered;
    kind = "quote";
  }
  for (;;) {
    const last = lines.filledEnd(end);
    const quote = quoteAbove(lines, last);
    const next = quote ?? signatureAbove(lines, last);
    if (next === null || !leavesWords(next)) break;
    end = next;
    if (quote !== null) kind = "quote";
    kind ??= "signature";
  }
  const cut = kind === null ? text.length : lines.start(end);
  return { own: text.slice(0, cut), folded: text.slice(cut), kind };
}

/** How many characters, as PostgreSQL counts them, are the sender's own; null when all are. */
export function ownLength(text: string): number | null {
  const { own, kind } = ownWords(text);
  return kind === null ? null : own.length - (own.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0);
}

/** The beginning of a text that `ownLength` measured. */
export function ownBeginning(text: string, length: number | null): string {
  if (length === null) return text;
  let end = 0;
  for (let n = 0; n < length && end < text.length; n++) end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  return text.slice(0, end);
}

/** The first line of an answered message that stands below without a sign on each of its lines, up to the end. */
function answeredMessage(lines: Lines): number | null {
  for (let i = 0; i < lines.length; i++) {
    const words = lines.words(i);
    if (words === "") continue;
    if ((originalMessage.test(words) || isHeaders(lines, i)) && !isQuotedBelow(lines, i))
      return ruleAbove(lines, i) ?? i;
    if (!isOpen(words)) continue;
    const start = attributionStart(lines, i, isMachineMade);
    if (start !== null && !lines.isQuoted(nextFilled(lines, i + 1))) return start;
  }
  return null;
}

function nextFilled(lines: Lines, from: number): number {
  let i = from;
  while (i < lines.length && lines.isBlank(i)) i++;
  return i;
}

/** Outlook's block: who, when and about what, each on a line of its own. */
function isHeaders(lines: Lines, at: number): boolean {
  if (!headerKeys.from.has(lines.key(at))) return false;
  let sent = false;
  let subject = false;
  for (let i = at + 1; i < at + headerLines; i++) {
    const key = lines.key(i);
    sent ||= headerKeys.sent.has(key);
    subject ||= headerKeys.subject.has(key);
  }
  return sent && subject;
}

/** Whether a sign on each line says how far the answered message goes: there may be answers between them. */
function isQuotedBelow(lines: Lines, at: number): boolean {
  let i = at + 1;
  while (i < at + headerLines && (lines.isBlank(i) || lines.key(i) !== "")) i++;
  return lines.isQuoted(i);
}

/** The line drawn above a block of headers. */
function ruleAbove(lines: Lines, at: number): number | null {
  for (let i = at - 1; i >= at - 2; i--) {
    if (i >= 0 && rule.test(lines.raw(i))) return i;
    if (i < 0 || !lines.isBlank(i)) return null;
  }
  return null;
}

const isOpen = (words: string) => /[:：]$/.test(words);

/** "On Monday … Dana wrote:", by its words. */
function isAttribution(words: string): boolean {
  const lower = words.toLowerCase();
  return attributions.some(([begins, says]) => lower.startsWith(begins) && lower.includes(says));
}

/** The same without the words, in a language that is not known here: nobody types an address, a day and a time. */
const isMachineMade = (words: string) =>
  address.test(words)
    ? clockTime.test(words) && (year.test(words) || isAttribution(words))
    : clockTime.test(words) && isAttribution(words);

/** Where the attribution that ends on line `at` begins: it may have been wrapped. */
function attributionStart(lines: Lines, at: number, is: (words: string) => boolean): number | null {
  let joined = "";
  for (let i = at; i > at - wrappedLines && lines.words(i) !== ""; i--) {
    joined = `${lines.words(i)} ${joined}`.trimEnd();
    if (is(joined)) return i;
  }
  return null;
}

/**
 * Where the quoted lines that end above `end` begin, with the line that says whose they are. A quote that the sender
 * introduces ("This is what she needs:") is part of what they say.
 */
function quoteAbove(lines: Lines, end: number): number | null {
  let first: number | null = null;
  for (let i = end - 1; i >= 0 && (lines.isQuoted(i) || lines.isBlank(i)); i--) if (lines.isQuoted(i)) first = i;
  if (first === null) return null;
  const above = lines.filledEnd(first) - 1;
  const words = above >= 0 ? lines.words(above) : "";
  if (!isOpen(words)) return first;
  const start = attributionStart(lines, above, isAttribution);
  if (start !== null) return start;
  return address.test(words) || clockTime.test(words) || year.test(words) ? above : null;
}

/** Where a signature that ends above `end` begins: below two dashes, or the one line of a mail program. */
function signatureAbove(lines: Lines, end: number): number | null {
  if (end > 0 && sentFrom.test(lines.words(end - 1))) return end - 1;
  for (let i = end - 1; i >= 0 && i >= end - longestSignature.lines; i--) {
    const words = lines.words(i);
    if (words.length > longestSignature.line || (words === "" && !lines.isBlank(i))) return null;
    // Without the space that belongs to it, two dashes below a line of words make a heading of it.
    if (words === "--") return /\\|--[ \t]/.test(lines.raw(i)) || i === 0 || lines.isBlank(i - 1) ? i : null;
  }
  return null;
}
