import { isUtf8 } from "node:buffer";
import { decoderOf, type Encoding } from "../encoding.ts";
import { kept, longest, type Piece, type Place, type Slice, Unreadable } from "../split.ts";
import { Tokenizer } from "./tokenizer.ts";
import { readable, Window } from "./window.ts";

/** How bytes become rows. */
export type Dialect = { encoding: Encoding; delimiter: string; hasHeader: boolean };

/** After so many quotes that nobody closes, the file is not what it was taken for. */
const mostUnclosed = 500;
const feed = 10;
const carriage = 13;

const isBreak = (byte: number | undefined) => byte === feed || byte === carriage;

/** LF, CR LF and CR alone are one line break each. */
function breaksIn(bytes: Uint8Array): number {
  let breaks = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === feed || (byte === carriage && bytes[i + 1] !== feed)) breaks++;
  }
  return breaks;
}

/** `sep=;`, which Excel writes to itself. */
export const isSeparatorLine = (text: string): boolean => /^"?sep=.?"?$/i.test(text.trim());

/**
 * The rows of a CSV file from a place on, with the number and the physical line of each. Empty rows and the header do not
 * count. A row that cannot be read comes without cells: a quote that nobody closes costs no more than its own line.
 */
export async function* rows(
  pieces: AsyncIterable<Piece>,
  dialect: Dialect,
  from: Place,
  most = longest,
): AsyncGenerator<Slice> {
  const source = readable(pieces, dialect.encoding, from);
  const window = new Window();
  const cut = new Cutter(window, dialect, from, most);
  let tokenizer = new Tokenizer(dialect.delimiter, most);
  let fed = 0;
  let isWhole = false;
  const more = async () => {
    const { value, done } = await source.next();
    if (done) isWhole = true;
    else window.add(value);
  };
  for (let unclosed = 0; ; ) {
    if (fed === window.end && !isWhole) {
      await more();
      continue;
    }
    const isEnd = fed === window.end;
    const { tokens, error } = await (isEnd ? tokenizer.end() : tokenizer.write(window.bytes(fed, window.end)));
    fed = window.end;
    for (const { cells, end } of tokens) {
      const slice = cut.row(cells, end);
      if (slice) yield slice;
    }
    if (error) {
      if (++unclosed > mostUnclosed)
        throw new Unreadable(cut.line, "Quotes are opened here and in many rows before, and never closed.");
      for (let known = cut.end; !cut.findsLine(known, isWhole); ) {
        known = window.end;
        await more();
      }
      yield cut.badLine();
      tokenizer = new Tokenizer(dialect.delimiter, most);
      fed = cut.end;
      if (isWhole && fed === window.end) return;
    } else if (isEnd) return;
    window.release(cut.end);
  }
}

/** Turns what the tokenizer finds into slices of the file. */
class Cutter {
  readonly #window: Window;
  readonly #most: number;
  readonly #decode: (bytes: Uint8Array) => string;
  readonly #isUtf8: boolean;
  #row: number;
  #line: number;
  /** Up to where the file is given away; where the tokenizer began. */
  #end = 0;
  #base = 0;
  #skipsSeparator: boolean;
  #skipsHeader: boolean;
  #lineEnd = 0;
  #lineStart: Buffer | null = null;

  constructor(window: Window, { encoding, hasHeader }: Dialect, from: Place, most: number) {
    const isWide = encoding === "utf-16le" || encoding === "utf-16be";
    this.#window = window;
    this.#most = most;
    this.#decode = decoderOf(isWide ? "utf-8" : encoding);
    this.#isUtf8 = encoding === "utf-8";
    this.#row = from.row;
    this.#line = from.line;
    this.#skipsSeparator = from.at === 0;
    this.#skipsHeader = from.at === 0 && hasHeader;
  }

  get end(): number {
    return this.#end;
  }

  /** The physical line that comes next, from 1. */
  get line(): number {
    return this.#line + 1;
  }

  /** A record that ends `end` bytes after the tokenizer began; null when it is empty or the header. */
  row(cells: Uint8Array[], end: number): Slice | null {
    const { bytes, line } = this.#take(this.#base + end);
    const texts = cells.map(this.#decode);
    if (this.#skipsSeparator) {
      this.#skipsSeparator = false;
      if (isSeparatorLine(bytes.toString("latin1"))) return null;
    }
    if (texts.every((text) => text.trim() === "")) return null;
    if (this.#skipsHeader) {
      this.#skipsHeader = false;
      return null;
    }
    const isReadable = !this.#isUtf8 || isUtf8(bytes);
    const problem = { code: "invalid_encoding", message: "is not in the encoding of the file" };
    return {
      ...this.#counted(line),
      ...(bytes.length > this.#most ? { bytes: null, start: Buffer.from(bytes.subarray(0, kept)) } : { bytes }),
      ...(isReadable ? { cells: texts } : { problem }),
    };
  }

  /** Whether the line that could not be read ends in what is there; looked for from `known` on. */
  findsLine(known: number, isWhole: boolean): boolean {
    const ahead = this.#window.bytes(known, this.#window.end);
    if (this.#lineStart === null) {
      const first = ahead.findIndex((byte) => !isBreak(byte));
      if (first < 0 && !isWhole) return false;
      const begins = known + Math.max(0, first);
      this.#take(begins);
      this.#lineStart = Buffer.from(this.#window.bytes(begins, begins + kept));
      return this.findsLine(begins, isWhole);
    }
    const at = ahead.findIndex(isBreak);
    const isCut = at >= 0 && ahead[at] === carriage && at + 1 === ahead.length;
    if ((at < 0 || isCut) && !isWhole) {
      // A line longer than a record may be is not kept, only looked through.
      if (this.#window.end - this.#end > this.#most) this.#window.release(known);
      return false;
    }
    const length = at < 0 ? ahead.length : at + (ahead[at] === carriage && ahead[at + 1] === feed ? 2 : 1);
    this.#lineEnd = known + length;
    return true;
  }

  /** That line, without cells. What follows it is read anew. */
  badLine(): Slice {
    const start = this.#lineStart ?? Buffer.alloc(0);
    const isTooLong = this.#lineEnd - this.#end > this.#most;
    const line = this.#line + 1;
    const bytes = isTooLong ? null : this.#window.bytes(this.#end, this.#lineEnd);
    this.#line++;
    this.#end = this.#lineEnd;
    this.#base = this.#lineEnd;
    this.#lineStart = null;
    this.#skipsSeparator = false;
    return {
      ...this.#counted(line),
      ...(bytes ? { bytes } : { bytes: null, start }),
      problem: isTooLong
        ? { code: "too_long", message: "is longer than a record may be (4 MB)" }
        : { code: "unclosed_quote", message: "a quote is opened and never closed" },
    };
  }

  /** The bytes up to `end`, without the empty lines before them, and the line that they begin on. */
  #take(end: number): { bytes: Buffer; line: number } {
    const all = this.#window.bytes(this.#end, end);
    const first = Math.max(
      0,
      all.findIndex((byte) => !isBreak(byte)),
    );
    const bytes = all.subarray(first);
    const line = this.#line + breaksIn(all.subarray(0, first)) + 1;
    this.#line = line - 1 + breaksIn(bytes);
    this.#end = end;
    return { bytes, line };
  }

  #counted(line: number) {
    this.#row++;
    return { row: this.#row, line, end: { ...this.#window.place(this.#end), row: this.#row, line: this.#line } };
  }
}
