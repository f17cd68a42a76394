import type { IncomingMessage, ServerResponse } from "node:http";
import { prolong } from "#db/client.ts";
import { AppError, unavailable } from "#lib/core/errors.ts";

/** Reads request bodies within a limit each and a budget for all, so that a crowd of large ones cannot fill memory. */

const budget = {
  bytes: 64 * 1024 * 1024,
  small: 256 * 1024,
  waitMs: 4_000,
  idleMs: 20_000,
  /** Chunks below this are joined to as much. */
  joined: 16 * 1024,
  lingerMs: 30_000,
  /** So much is read of what goes nowhere, in so long. */
  discarded: 64 * 1024,
  discardMs: 10,
};
let free = budget.bytes;
const waiting: { bytes: number; go: () => void }[] = [];

function take(bytes: number): Promise<void> {
  if (waiting.length === 0 && free >= bytes) {
    free -= bytes;
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    const entry = {
      bytes,
      go: () => {
        clearTimeout(timer);
        resolve();
      },
    };
    const timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(entry), 1);
      // There may be room for the next one, which wants less.
      letIn();
      reject(unavailable("Too many large requests at once.", 2));
    }, budget.waitMs);
    waiting.push(entry);
  });
}

function giveBack(bytes: number) {
  free += bytes;
  letIn();
}

function letIn() {
  for (let next = waiting[0]; next && free >= next.bytes; next = waiting[0]) {
    waiting.shift();
    free -= next.bytes;
    next.go();
  }
}

const tooLarge = (limit: number) => new AppError("too_large", `The body may have at most ${limit} bytes.`);

/**
 * The whole body, at most `limit` bytes; 413 beyond. Small ones are simply read; a larger one first gets a share of the
 * budget, and the sender is held back until it does. The share returns when `use` has ended.
 */
export async function withBody<T>(
  incoming: IncomingMessage,
  limit: number,
  use: (body: Buffer) => Promise<T>,
): Promise<T> {
  const { "content-length": lengthHeader, "content-encoding": encoding } = incoming.headers;
  if (encoding && encoding !== "identity") {
    throw new AppError("unsupported_media", "Send the body without Content-Encoding.");
  }
  const announced = lengthHeader === undefined ? null : Number(lengthHeader);
  if (announced !== null && announced > limit) throw tooLarge(limit);
  const began = performance.now();
  let share = 0;
  try {
    const takeShare = async (bytes: number) => {
      const wanted = Math.min(bytes, budget.bytes);
      await take(wanted);
      share = wanted;
    };
    if (announced !== null && announced > budget.small) await takeShare(announced);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of idleGuarded(incoming)) {
      size += chunk.length;
      if (size > limit) throw tooLarge(limit);
      if (share === 0 && size > budget.small) await takeShare(limit);
      chunks.push(chunk);
    }
    prolong(performance.now() - began);
    return await use(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
  } finally {
    if (share > 0) giveBack(share);
  }
}

/**
 * The chunks of a request, small ones joined: a byte that is kept as a chunk of its own takes hundreds. A sender that says
 * nothing for 20 s, or goes away half-way, ends it with an error.
 */
export async function* idleGuarded(incoming: IncomingMessage): AsyncGenerator<Buffer> {
  const timer = setTimeout(() => incoming.destroy(new Error("idle")), budget.idleMs);
  const announced = Number(incoming.headers["content-length"] ?? budget.joined);
  let joined = Buffer.alloc(0);
  let length = 0;
  try {
    // The request outlives its body being refused: its sender is still to be answered.
    for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      timer.refresh();
      if (length + chunk.length > joined.length) {
        if (length > 0) yield joined.subarray(0, length);
        // What was given is somebody else's from then on.
        const isWhole = chunk.length >= budget.joined || chunk.length >= announced;
        joined = Buffer.allocUnsafe(isWhole ? 0 : Math.min(budget.joined, announced));
        length = 0;
        if (isWhole) yield chunk;
      }
      length += chunk.copy(joined, length);
    }
  } catch {
    throw new AppError("bad_request", "The body ended early.");
  } finally {
    clearTimeout(timer);
  }
  if (!incoming.complete) throw new AppError("bad_request", "The body ended early.");
  if (length > 0) yield joined.subarray(0, length);
}

/** Whether a request says that a body comes with it. */
export const announcesBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

/** What is still sent to who has answered goes nowhere. It is read slowly, so that it costs next to nothing, and not for long. */
function discard(incoming: IncomingMessage): void {
  const { socket } = incoming;
  const timer = setTimeout(() => !incoming.complete && socket.destroy(), budget.lingerMs).unref();
  const stop = () => {
    clearTimeout(timer);
    socket.off("close", stop);
  };
  socket.once("close", stop);
  incoming.once("end", stop);
  let read = 0;
  incoming.on("data", ({ length }: Buffer) => {
    read += length;
    if (read < budget.discarded) return;
    read = 0;
    incoming.pause();
    setTimeout(() => incoming.resume(), budget.discardMs).unref();
  });
  incoming.resume();
}

/**
 * Lets the sender of a request finish who is answered before the body is through, for half a minute: whoever is cut off
 * while sending does not see the answer. To be called before anything answers.
 */
export function letFinish(incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (!announcesBody(incoming)) return;
  // A connection that is to end with this request ends when both its directions are through.
  const isLast = !outgoing.shouldKeepAlive;
  outgoing.shouldKeepAlive = true;
  const end = () => {
    if (isLast) incoming.socket.destroySoon();
  };
  outgoing.once("prefinish", () => {
    if (!incoming.complete) discard(incoming);
  });
  outgoing.once("finish", () => {
    if (incoming.complete) end();
    else incoming.once("end", end);
  });
}
