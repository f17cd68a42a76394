import { createHash, type Hash } from "node:crypto";
import type { z } from "zod";
import type { Actor } from "#lib/core/actor.ts";
import { AppError, invalid } from "#lib/core/errors.ts";
import type { Incoming, Received } from "#lib/core/upload.ts";
import { type Claim, claim, release } from "./claim.ts";
import { firstByte, mediaType, shapeOf } from "./detect.ts";
import { EncodingProbe } from "./encoding.ts";
import { type Decided, decide } from "./intake.ts";
import { importMaxBytes } from "./limit.ts";
import type { createImportInput, ImportRun } from "./schema.ts";
import { begin, discard, finish, storePiece } from "./storage.ts";

type Input = z.output<typeof createImportInput>;

/** How much of an upload is in memory at once. Twenty uploads side by side hold a few tens of megabytes. */
const pieceBytes = 256 * 1024;

/**
 * Stores an upload piece by piece and leaves the import to a job. An upload that is cut short, too large or cancelled
 * leaves nothing but an import that says so, and its Idempotency-Key is free again.
 */
export async function receive({
  actor,
  input,
  body,
  contentType,
  contentLength,
  idempotencyKey,
}: Incoming & { actor: Actor; input: Input }): Promise<Received<ImportRun>> {
  const type = mediaType(contentType);
  const most = importMaxBytes();
  if (contentLength !== undefined && contentLength > most) throw tooLarge(most);
  const claimed = idempotencyKey === undefined ? null : await claim(actor, idempotencyKey);
  const hash = createHash("sha256");
  if (claimed?.answer) return replay(claimed.answer, input, hash, body, most);
  let id: string | null = null;
  try {
    id = await begin(actor, input, type);
    const { shape, bytes, head, probe } = await store(actor, id, { input, type, body, hash, most, claimed });
    const decided: Decided = shape
      ? { shape, format: "throughline", mapping: null }
      : await decide(actor, input, { bytes: head, isWhole: head.length === bytes }, probe);
    const sha256 = hash.digest("hex");
    const fingerprint = fingerprintOf(input, sha256);
    const run = await finish(actor, id, { decided, bytes, sha256, claimed, fingerprint });
    return { body: run, replayed: false };
  } catch (error) {
    if (id) await discard(actor, id);
    if (claimed) await release(actor, claimed);
    throw error;
  }
}

type Storing = {
  input: Input;
  type: string;
  body: AsyncIterable<Uint8Array>;
  hash: Hash;
  most: number;
  claimed: Claim | null;
};
type Stored = {
  /** Of `throughline`, which is refused at once when it is neither; null for what is yet to be looked at. */
  shape: "lines" | "array" | null;
  bytes: number;
  /** The first piece: what the rest is guessed from. */
  head: Buffer;
  probe: EncodingProbe;
};

async function store(actor: Actor, id: string, { input, type, body, hash, most, claimed }: Storing): Promise<Stored> {
  const isTold = input.format === "throughline";
  const probe = new EncodingProbe();
  let shape: Stored["shape"] = null;
  let head = Buffer.alloc(0);
  let bytes = 0;
  let n = 0;
  let parts: Uint8Array[] = [];
  let held = 0;
  const flush = async () => {
    const data = Buffer.concat(parts);
    if (n === 0) head = data;
    await storePiece(actor, id, { n: n++, data, claimed });
    parts = [];
    held = 0;
  };
  for await (const part of body) {
    bytes += part.length;
    if (bytes > most) throw tooLarge(most);
    hash.update(part);
    if (!isTold) probe.add(part);
    else if (!shape) {
      const first = firstByte(part);
      if (first !== null) shape = shapeOf(type, first);
    }
    parts.push(part);
    held += part.length;
    if (held >= pieceBytes) await flush();
  }
  if (isTold) shape ??= shapeOf(type, null);
  if (held > 0) await flush();
  return { shape, bytes, head, probe };
}

const tooLarge = (most: number) => new AppError("too_large", `A file may have at most ${most} bytes.`);

/** What makes two uploads the same: what was asked and the body. */
const fingerprintOf = (input: Input, sha256: string): string =>
  createHash("sha256")
    .update(`import.create ${JSON.stringify(input)}\n${sha256}`)
    .digest("hex");

/** The first answer again, once the body has proved to be the same. */
async function replay(
  kept: { fingerprint: string; response: string },
  input: Input,
  hash: Hash,
  body: AsyncIterable<Uint8Array>,
  most: number,
): Promise<Received<ImportRun>> {
  let bytes = 0;
  for await (const part of body) {
    bytes += part.length;
    if (bytes > most) throw tooLarge(most);
    hash.update(part);
  }
  if (kept.fingerprint !== fingerprintOf(input, hash.digest("hex"))) {
    throw invalid("", "idempotency_key_reused", "This Idempotency-Key was used with another request.");
  }
  return { body: JSON.parse(kept.response) as ImportRun, replayed: true };
}
