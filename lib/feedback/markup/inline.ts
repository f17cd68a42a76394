import { escapeLineStart, escapeWords } from "./escape.ts";

type Mark = { text: string; href: string | null; written: boolean; at: number; lines: number };

// Emphasis cannot begin or end between punctuation and a letter, and readers of Markdown differ in what is punctuation:
// what may be counts where that adds a space, and only what surely is where it saves one.
const mayEndInPunctuation = /[\p{P}\p{S}]$/u;
const mayBeginWithPunctuation = /^[\p{P}\p{S}]/u;
const endsInPunctuation = /[!-/:-@[-`{-~]$/;
const beginsWithPunctuation = /^[!-/:-@[-`{-~]/;
const endsWithSpace = /\s$/u;

/**
 * The words of one paragraph with their emphasis, links and line breaks. A mark is written only when words follow it and
 * closed right behind the last one, since Markdown knows no emphasis that begins or ends with a space.
 */
export class Inline {
  #line = "";
  #lines: string[] = [];
  /** Words not yet escaped: they may go on in the next piece of text. */
  #words = "";
  #marks: Mark[] = [];
  /** What stands before the next words: nothing, a space, or the border of a cell. */
  #gap: "" | " " | " | " = "";
  #breaks = 0;
  #linked = false;
  /** The mark that closed last, and where. */
  #closed: { text: string; at: number } | null = null;
  /** Inside a table's cell: no line breaks, and `|` is escaped. */
  cell = false;

  get blank(): boolean {
    return this.#line === "" && this.#words === "" && this.#lines.length === 0;
  }

  /** Whether the line breaks seen mean a new paragraph as soon as words follow. */
  get endsParagraph(): boolean {
    return this.#breaks > 1 && !this.blank;
  }

  /** Words without white space at either end. */
  add(words: string): void {
    this.#make(words);
    this.#words += words;
  }

  /** Something that is Markdown already: a code span, an image. */
  addMarkdown(text: string): void {
    this.#make(text);
    this.#settle();
    if (text.startsWith("`") && this.#line.endsWith("`")) this.#line += " ";
    this.#line += text;
  }

  space(): void {
    this.#gap ||= " ";
  }

  /** Between the cells of a table that is no grid. */
  border(): void {
    if (!this.blank) this.#gap = " | ";
  }

  lineBreak(): void {
    if (this.cell) this.space();
    else this.#breaks++;
  }

  /** Ends a table's row: one line break, however often it is said. */
  endLine(): void {
    this.#breaks ||= 1;
  }

  isOpen(text: string): boolean {
    return this.#marks.some((mark) => mark.text === text);
  }

  open(text: string): void {
    this.#marks.push({ text, href: null, written: false, at: 0, lines: 0 });
  }

  openLink(href: string): void {
    this.#marks.push({ text: "[", href, written: false, at: 0, lines: 0 });
  }

  /** Closes the mark opened last. */
  close(): void {
    const mark = this.#marks.pop();
    if (mark?.written) this.#end(mark);
  }

  /** Hands out the lines and starts anew; marks still open go on in the next paragraph. */
  take(): string {
    for (const mark of this.#marks.toReversed()) {
      if (mark.written) this.#end(mark);
      mark.written = false;
    }
    this.#settle();
    const lines = this.#line === "" ? this.#lines : [...this.#lines, this.#line];
    this.#line = "";
    this.#lines = [];
    this.#gap = "";
    this.#breaks = 0;
    this.#closed = null;
    return lines.map(escapeLineStart).join("  \n");
  }

  #settle() {
    if (this.#words === "") return;
    this.#line += escapeWords(this.#words, { cell: this.cell, linked: this.#linked });
    this.#words = "";
  }

  /** Line breaks, spaces and marks that stand before what comes next. */
  #make(words: string) {
    if (this.#breaks > 0) {
      this.#settle();
      if (this.#line !== "") this.#lines.push(this.#line);
      this.#line = "";
      this.#breaks = 0;
      this.#gap = "";
    }
    const waiting = this.#marks.filter((mark) => !mark.written);
    if (this.#gap !== "" || waiting.length > 0 || this.#closed) this.#settle();
    const closed = this.#closed !== null && this.#closed.at === this.#line.length ? this.#closed : null;
    this.#closed = null;
    if (this.#line !== "") this.#line += this.#gap;
    this.#gap = "";
    if (closed && !endsWithSpace.test(this.#line)) this.#part(closed, waiting, words);
    for (const [i, mark] of waiting.entries()) {
      if (mark.written) continue;
      const next = waiting.slice(i + 1).find((other) => other.text[0] !== mark.text[0])?.text ?? words;
      const glued = this.#line !== "" && !endsWithSpace.test(this.#line);
      if (mark.href === null && glued && mayBeginWithPunctuation.test(next) && !endsInPunctuation.test(this.#line)) {
        this.#line += " ";
      }
      if (mark.href !== null && this.#line.endsWith("!")) this.#line = `${this.#line.slice(0, -1)}\\!`;
      mark.written = true;
      if (mark.href !== null) this.#linked = true;
      mark.at = this.#line.length;
      mark.lines = this.#lines.length;
      this.#line += mark.text;
    }
  }

  /** What follows a closing mark at once: the same mark again is one, another needs a space, as some words do. */
  #part(closed: { text: string; at: number }, waiting: Mark[], next: string) {
    const [first] = waiting;
    if (first?.text === closed.text) {
      this.#line = this.#line.slice(0, -closed.text.length);
      first.written = true;
      first.at = this.#line.length;
      first.lines = -1;
      if (mayEndInPunctuation.test(this.#line) && !beginsWithPunctuation.test(next)) this.#line += " ";
      return;
    }
    const inner = this.#line.slice(0, -closed.text.length);
    const apart = mayEndInPunctuation.test(inner) && !beginsWithPunctuation.test(next);
    if (first !== undefined || apart || next.startsWith("`")) this.#line += " ";
  }

  #end(mark: Mark) {
    this.#settle();
    if (mark.href === null) {
      this.#line += mark.text;
      this.#closed = { text: mark.text, at: this.#line.length };
      return;
    }
    this.#linked = false;
    const shown = mark.lines === this.#lines.length ? this.#line.slice(mark.at + 1) : "";
    const address = mark.href.replace(/^mailto:/i, "");
    if (shown.replaceAll("\\", "") === address && !/[\s<>]/.test(address)) {
      this.#line = `${this.#line.slice(0, mark.at)}<${address}>`;
    } else {
      this.#line += `](${mark.href})`;
    }
  }
}
