import { fieldCertainlyNamed } from "../mapping/names.ts";
import { type Place, start } from "../split.ts";

const quote = 0x22;
const backslash = 0x5c;

const ownFields: ReadonlySet<string | null> = new Set(["title", "body", "externalId"]);

/** A key of a record, with a text or a number: not one of what is put around records. */
function isOwn(key: string, bytes: Buffer, colon: number): boolean {
  const isPlain = /^:\s*["\d]/.test(bytes.toString("latin1", colon, colon + 50));
  return isPlain && ownFields.has(fieldCertainlyNamed(key));
}

/**
 * Where the records begin in an object that was put around them, as help desks answer: `{"count": 2, "tickets": [{…}]}`. Null
 * when the object is a record itself.
 */
export function recordsInside(bytes: Buffer): Place | null {
  let depth = 0;
  let line = 0;
  let text: number | null = null;
  let last = "";
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (text !== null) {
      if (byte === backslash) at++;
      else if (byte === quote) {
        if (depth === 1) last = bytes.toString("utf8", text, at);
        text = null;
      }
      continue;
    }
    if (byte === 0x0a) line++;
    else if (byte === quote) text = at + 1;
    else if (byte === 0x3a && depth === 1 && isOwn(last, bytes, at)) return null;
    else if (byte === 0x5b && depth === 1 && isListOfObjects(bytes, at)) return { ...start, offset: at, at, line };
    else if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return null;
}

const isListOfObjects = (bytes: Buffer, at: number) => /^\[\s*\{/.test(bytes.toString("latin1", at, at + 200));
