import { type Encoding, markLength } from "../encoding.ts";
import type { Piece, Place } from "../split.ts";

/** A piece in bytes that commas, quotes and line breaks can be found in, and where in the upload it comes from. */
export type Readable = {
  n: number;
  data: Buffer;
  /** Where in the piece the data begins; bytes of the piece before count less than nothing. */
  offset: number;
  /** Bytes of the upload before the piece. */
  before: number;
  /** The same, for UTF-16, which is read as UTF-8. */
  isWide: boolean;
};

/**
 * Pieces from a place on. All encodings but UTF-16 keep ASCII's bytes for commas, quotes and line breaks, so they are
 * read as they are, and only cells are decoded.
 */
export async function* readable(
  pieces: AsyncIterable<Piece>,
  encoding: Encoding,
  from: Place,
): AsyncGenerator<Readable> {
  const isWide = encoding === "utf-16le" || encoding === "utf-16be";
  const decoder = isWide ? new TextDecoder(encoding, { ignoreBOM: true }) : null;
  let before = from.at - from.offset;
  let rest: Buffer = Buffer.alloc(0);
  for await (const { n, data } of pieces) {
    let offset = n === from.chunk ? from.offset : 0;
    if (n === 0 && offset === 0) offset = markLength(data, encoding);
    const own = Buffer.from(data.buffer, data.byteOffset + offset, data.length - offset);
    if (decoder === null) yield { n, data: own, offset, before, isWide };
    else {
      const bytes = Buffer.concat([rest, own]);
      const whole = bytes.length - unfinishedWide(bytes, encoding === "utf-16le");
      yield {
        n,
        data: Buffer.from(decoder.decode(bytes.subarray(0, whole)), "utf8"),
        offset: offset - rest.length,
        before,
        isWide,
      };
      rest = bytes.subarray(whole);
    }
    before += data.length;
  }
}

/** Bytes at the end that are half a unit, or the first half of a pair. */
function unfinishedWide(bytes: Buffer, isLittle: boolean): number {
  const odd = bytes.length % 2;
  const last = bytes.length - odd - 2;
  if (last < 0) return bytes.length;
  const unit = isLittle ? bytes.readUInt16LE(last) : bytes.readUInt16BE(last);
  return odd + (unit >= 0xd800 && unit < 0xdc00 ? 2 : 0);
}

/** What was read and not yet given away: enough to show a record's bytes, and to begin again at one. */
export class Window {
  #pieces: (Readable & { base: number })[] = [];
  #end = 0;

  /** How far has been read, in bytes since the beginning. */
  get end(): number {
    return this.#end;
  }

  add(piece: Readable): void {
    this.#pieces.push({ ...piece, base: this.#end });
    this.#end += piece.data.length;
  }

  bytes(from: number, to: number): Buffer {
    const parts = this.#pieces
      .filter(({ base, data }) => base < to && base + data.length > from)
      .map(({ base, data }) => data.subarray(Math.max(0, from - base), to - base));
    return parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts);
  }

  /** Where in the upload something ends. */
  place(end: number): Pick<Place, "chunk" | "offset" | "at"> {
    const piece = this.#pieces.find(({ base, data }) => base < end && end <= base + data.length);
    if (!piece) throw new Error("a place that was given away");
    const { n, data, base, offset, before, isWide } = piece;
    const length = isWide ? data.toString("utf8", 0, end - base).length * 2 : end - base;
    return { chunk: n, offset: offset + length, at: before + offset + length };
  }

  /** Nothing before this is asked for again. */
  release(from: number): void {
    while ((this.#pieces[0]?.base ?? 0) + (this.#pieces[0]?.data.length ?? 0) < from) this.#pieces.shift();
  }
}
