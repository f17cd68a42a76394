import { isUtf8 } from "node:buffer";
import chardet from "chardet";
import { encodings } from "./schema.ts";

/** Which encoding a file is in: a byte order mark tells, then being valid UTF-8, then how its letters are spread. */

export type Encoding = (typeof encodings)[number];

const isKnown = (label: string): label is Encoding => (encodings as readonly string[]).includes(label);

/** What `TextDecoder` calls an encoding: ISO-8859-9 is windows-1254 to it, as it is to browsers. */
function canonical(name: string): Encoding | null {
  try {
    const label = new TextDecoder(name).encoding;
    return isKnown(label) ? label : null;
  } catch {
    return null;
  }
}

/** How much of the text with letters beyond ASCII the guess is made of. */
const sampleBytes = 64 * 1024;

/**
 * Looks at every byte of an upload as it passes: a file may hold nothing but ASCII for a long while before the one letter
 * that shows what it is.
 */
export class EncodingProbe {
  #start = Buffer.alloc(0);
  #rest: Uint8Array = Buffer.alloc(0);
  #isUtf8 = true;
  #sample: Uint8Array[] = [];
  #sampled = 0;

  add(part: Uint8Array): void {
    if (this.#start.length < 4_096) this.#start = Buffer.concat([this.#start, part.subarray(0, 4_096)]);
    const isPlain = isAscii(part) && this.#rest.length === 0;
    if (isPlain) return;
    if (this.#sampled < sampleBytes) {
      const first = Math.max(0, part.findIndex((byte) => byte > 127) - 256);
      const taken = Buffer.from(part.subarray(first, first + sampleBytes - this.#sampled));
      this.#sample.push(taken);
      this.#sampled += taken.length;
    }
    if (!this.#isUtf8) return;
    const bytes = Buffer.concat([this.#rest, part]);
    const whole = bytes.length - unfinished(bytes);
    this.#isUtf8 = isUtf8(bytes.subarray(0, whole));
    this.#rest = bytes.subarray(whole);
  }

  /** The encodings that it may be, the likeliest first. Never empty. */
  guesses(): Encoding[] {
    const [b0, b1, b2] = this.#start;
    if (b0 === 0xef && b1 === 0xbb && b2 === 0xbf) return ["utf-8"];
    if (b0 === 0xff && b1 === 0xfe) return ["utf-16le"];
    if (b0 === 0xfe && b1 === 0xff) return ["utf-16be"];
    const wide = wideOf(this.#start);
    if (wide) return [wide];
    if (this.#isUtf8 && this.#rest.length === 0) return ["utf-8"];
    const found = chardet.analyse(Buffer.concat(this.#sample)).flatMap(({ name }) => canonical(name) ?? []);
    // A Mac's or a DOS's byte where Windows has none does not make windows-1252 wrong: it is what such files mostly are.
    const likely = found.filter((label) => label !== "utf-8" && !label.startsWith("utf-16"));
    return [...new Set<Encoding>([...likely, "windows-1252"])];
  }
}

const isAscii = (bytes: Uint8Array): boolean => bytes.every((byte) => byte < 128);

/** How many bytes at the end are the beginning of a character that the next part ends. */
export function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

/** UTF-16 without a mark: every other byte of a header in Latin letters is NUL. */
function wideOf(start: Uint8Array): "utf-16le" | "utf-16be" | null {
  const bytes = start.subarray(0, start.length & ~1);
  if (bytes.length < 8) return null;
  const zeros = [0, 0];
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) zeros[i & 1] = (zeros[i & 1] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const half = bytes.length / 2;
  if (odd > half * 0.4 && even < half * 0.1) return "utf-16le";
  return even > half * 0.4 && odd < half * 0.1 ? "utf-16be" : null;
}

/** Reads bytes of one encoding. The order mark is cut off before. */
export function decoderOf(encoding: Encoding): (bytes: Uint8Array) => string {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  return (bytes) => decoder.decode(bytes);
}

/** The same for the bytes of one record, which are UTF-8 already where the file is UTF-16. */
export const recordDecoderOf = (encoding: Encoding | null): ((bytes: Uint8Array) => string) =>
  decoderOf(encoding === null || encoding === "utf-16le" || encoding === "utf-16be" ? "utf-8" : encoding);

/** How long the byte order mark at the beginning is. */
export function markLength(bytes: Uint8Array, encoding: Encoding): number {
  if (encoding === "utf-8") return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  if (encoding === "utf-16le") return bytes[0] === 0xff && bytes[1] === 0xfe ? 2 : 0;
  if (encoding === "utf-16be") return bytes[0] === 0xfe && bytes[1] === 0xff ? 2 : 0;
  return 0;
}
