import { createHmac, timingSafeEqual } from "node:crypto";
import { authSecret } from "#lib/core/environment.ts";
import { type Kind, kinds } from "../notifications/schema.ts";

/** Whose mails of which kind, from which workspace. */
export type Stream = { workspaceId: string; userId: string; kind: Kind };

const bytesOf = (id: string) => Buffer.from(id.replaceAll("-", ""), "hex");
const idOf = (bytes: Buffer) => bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
/** 128 bits, with a key of its own made of the same secret. */
const seal = (stream: Buffer) =>
  createHmac("sha256", authSecret()).update("throughline unsubscribe ").update(stream).digest().subarray(0, 16);

/** What an unsubscribe link carries: the stream, signed. It does nothing but stop these mails, so it never expires. */
export function tokenOf({ workspaceId, userId, kind }: Stream): string {
  const stream = Buffer.concat([bytesOf(workspaceId), bytesOf(userId), Buffer.from([kinds.indexOf(kind)])]);
  return Buffer.concat([stream, seal(stream)]).toString("base64url");
}

/** The stream of a token; null for one that we did not make. */
export function streamIn(token: string): Stream | null {
  if (!/^[\w-]{66}$/.test(token)) return null;
  const bytes = Buffer.from(token, "base64url");
  const [stream, signature] = [bytes.subarray(0, 33), bytes.subarray(33)];
  if (signature.length !== 16 || !timingSafeEqual(signature, seal(stream))) return null;
  const kind = kinds[stream[32] ?? -1];
  return kind ? { workspaceId: idOf(stream.subarray(0, 16)), userId: idOf(stream.subarray(16, 32)), kind } : null;
}
