import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

/** A document that is the same for everybody until the next version: made once, packed once, and told apart by its hash. */
export function documentOf(type: string, make: () => string): (request: Request) => Response {
  let made: { text: Buffer; packed: Buffer; etag: string } | undefined;
  return ({ headers }) => {
    if (!made) {
      const text = Buffer.from(make());
      made = {
        text,
        packed: gzipSync(text, { level: 9 }),
        etag: `W/"${createHash("sha256").update(text).digest("hex").slice(0, 16)}"`,
      };
    }
    const known = { "cache-control": "no-cache", etag: made.etag, vary: "accept-encoding" };
    if (headers.get("if-none-match") === made.etag) return new Response(null, { status: 304, headers: known });
    const isPacked = /\bgzip\b/.test(headers.get("accept-encoding") ?? "");
    const body = new Uint8Array(isPacked ? made.packed : made.text);
    return new Response(body, {
      headers: { ...known, "content-type": type, ...(isPacked ? { "content-encoding": "gzip" } : {}) },
    });
  };
}
