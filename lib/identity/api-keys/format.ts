import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

/** `tl_<id>_<secret><crc>`: 128 bits of id, 256 of secret, and a checksum that tells a typo without asking the database. */

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const form =
  /^tl_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;

function base62(value: bigint, length: number): string {
  let text = "";
  for (let rest = value; rest > 0n; rest /= 62n) text = alphabet.charAt(Number(rest % 62n)) + text;
  return text.padStart(length, "0");
}

const checksum = (text: string) => base62(BigInt(crc32(text)), 6);

/** A new key for the id of its row. `prefix` is what lists show of it. */
export function makeApiKey(id: string): { key: string; prefix: string } {
  const prefix = `tl_${id.replaceAll("-", "")}`;
  const body = `${prefix}_${base62(BigInt(`0x${randomBytes(32).toString("hex")}`), 43)}`;
  return { key: body + checksum(body), prefix };
}

/** The id in a key that is whole; null for anything else. Whether it is the right secret, only its digest tells. */
export function idInApiKey(key: string): string | null {
  const found = form.exec(key);
  if (!found || checksum(key.slice(0, -6)) !== found[7]) return null;
  return found.slice(1, 6).join("-");
}
