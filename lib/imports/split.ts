/** Cuts a stored upload into records without parsing it, so that work can begin again at any record. */

/** Where a record ends: the place to go on from after a crash. */
export type Place = {
  chunk: number;
  /** First byte not yet read, within the chunk. */
  offset: number;
  /** Records so far. */
  row: number;
  /** Line breaks so far. */
  line: number;
  /** Bytes of the upload so far. */
  at: number;
};

export type Piece = { n: number; data: Uint8Array };

export type Slice = {
  /** 1 for the first record. */
  row: number;
  /** The physical line that it begins on, from 1. */
  line: number;
  /** Null: longer than a record may be. */
  bytes: Buffer | null;
  /** The beginning of a record that is too long. */
  start?: Buffer;
  /** Of a row of CSV. */
  cells?: string[];
  /** Why it cannot be read. */
  problem?: { code: string; message: string };
  end: Place;
};

/** Lines of NDJSON, the elements of one JSON array, or the rows of CSV. */
export type Shape = "lines" | "array" | "csv";

export const start: Place = { chunk: 0, offset: 0, row: 0, line: 0, at: 0 };
/** The most bytes of one record. */
export const longest = 4 * 1024 * 1024;
/** How much of a longer one is shown. */
export const kept = 2_000;

/** The file as a whole cannot be read on from `line`. */
export class Unreadable extends Error {
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** The bytes of one record, put together over the borders of pieces; of one that is too long, only its beginning. */
class Carry {
  readonly #most: number;
  #parts: Uint8Array[] = [];
  #size = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get empty() {
    return this.#size === 0;
  }

  add(part: Uint8Array) {
    this.#size += part.length;
    if (this.#size <= this.#most || this.#parts.length === 0) this.#parts.push(part);
  }

  take(): Pick<Slice, "bytes" | "start"> {
    const [first = Buffer.alloc(0), ...more] = this.#parts;
    const whole =
      more.length === 0 ? Buffer.from(first.buffer, first.byteOffset, first.length) : Buffer.concat(this.#parts);
    const tooLong = this.#size > this.#most;
    this.#parts = [];
    this.#size = 0;
    return tooLong ? { bytes: null, start: Buffer.from(whole.subarray(0, kept)) } : { bytes: whole };
  }
}

const space = 32;
const tab = 9;
const feed = 10;
const carriage = 13;
const isSpace = (byte: number) => byte === space || byte === feed || byte === carriage || byte === tab;
const isBlank = (bytes: Uint8Array) => bytes.every(isSpace);

/**
 * Records from `from` on. `most` is how many bytes one may have; a longer one comes without its bytes. `isEnclosed`: the
 * array is inside of an object, the rest of which does not matter.
 */
export function split(
  pieces: AsyncIterable<Piece>,
  shape: "lines" | "array",
  from: Place = start,
  { most = longest, isEnclosed = false } = {},
) {
  return shape === "lines" ? lines(pieces, from, most) : elements(pieces, from, { most, isEnclosed });
}

async function* lines(pieces: AsyncIterable<Piece>, from: Place, most: number): AsyncGenerator<Slice> {
  const carry = new Carry(most);
  let { chunk, offset, row, line } = from;
  let before = from.at - from.offset;
  for await (const { n, data } of pieces) {
    let at = n === from.chunk ? from.offset : 0;
    if (n === 0 && at === 0) at = byteOrderMark(data);
    for (let end = data.indexOf(feed, at); end >= 0; end = data.indexOf(feed, at)) {
      carry.add(data.subarray(at, end));
      at = end + 1;
      line++;
      const taken = carry.take();
      if (taken.bytes && isBlank(taken.bytes)) continue;
      row++;
      yield { row, line, ...taken, end: { chunk: n, offset: at, row, line, at: before + at } };
    }
    if (at < data.length) carry.add(data.subarray(at));
    chunk = n;
    offset = data.length;
    before += data.length;
  }
  if (carry.empty) return;
  const taken = carry.take();
  if (taken.bytes && isBlank(taken.bytes)) return;
  row++;
  yield { row, line: line + 1, ...taken, end: { chunk, offset, row, line: line + 1, at: before } };
}

async function* elements(
  pieces: AsyncIterable<Piece>,
  from: Place,
  { most, isEnclosed }: { most: number; isEnclosed: boolean },
): AsyncGenerator<Slice> {
  const carry = new Carry(most);
  let { row, line } = from;
  let before = from.at - from.offset;
  let last = from;
  let state = (from.row === 0 ? "open" : "after") as "open" | "value" | "inside" | "after" | "closed";
  let depth = 0;
  let quoted = false;
  let escaped = false;
  let began = line;
  for await (const { n, data } of pieces) {
    let at = n === from.chunk ? from.offset : 0;
    if (n === 0 && at === 0) at = byteOrderMark(data);
    let first = at;
    for (; at < data.length; at++) {
      const byte = data[at] ?? 0;
      if (byte === feed) line++;
      if (state === "inside") {
        if (quoted) {
          if (escaped) escaped = false;
          else if (byte === 0x5c) escaped = true;
          else if (byte === 0x22) quoted = false;
          continue;
        }
        if (byte === 0x22) quoted = true;
        else if (byte === 0x7b || byte === 0x5b) depth++;
        else if (depth > 0 && (byte === 0x7d || byte === 0x5d)) depth--;
        else if (depth === 0 && (byte === 0x2c || byte === 0x5d)) {
          // The separator belongs to the place behind the record, so that reading on begins with it.
          carry.add(data.subarray(first, at));
          row++;
          last = { chunk: n, offset: at, row, line, at: before + at };
          yield { row, line: began + 1, ...carry.take(), end: last };
          state = byte === 0x2c ? "value" : "closed";
        }
        continue;
      }
      if (isSpace(byte)) continue;
      if (state === "closed" && isEnclosed) return;
      if (state === "open" && byte === 0x5b) state = "value";
      else if (state === "after" && byte === 0x2c) state = "value";
      else if ((state === "after" || (state === "value" && row === 0)) && byte === 0x5d) state = "closed";
      else if (state === "value" && byte !== 0x2c && byte !== 0x5d && byte !== 0x7d) {
        state = "inside";
        began = line;
        first = at;
        depth = byte === 0x7b || byte === 0x5b ? 1 : 0;
        quoted = byte === 0x22;
      } else throw new Unreadable(line + 1, "The array is broken here.");
    }
    if (state === "inside") carry.add(data.subarray(first));
    before += data.length;
  }
  if (state === "inside") {
    row++;
    yield { row, line: began + 1, ...carry.take(), end: { ...last, row, line } };
  }
  if (state !== "closed") throw new Unreadable(line + 1, "The array ends before its closing bracket.");
}

const byteOrderMark = (data: Uint8Array) => (data[0] === 0xef && data[1] === 0xbb && data[2] === 0xbf ? 3 : 0);
