import type { IncomingMessage, ServerResponse } from "node:http";
import { prolong } from "#db/client.ts";
import { AppError, unavailable } from "#lib/core/errors.ts";

/** Reads request bodies within a limit each and a budget for all, so that a crowd of large ones cannot fill memory. */

const budget = {
  bytes: 64 * 1024 * 1024,
  small: 256 * 1024,
  waitMs: 4_000,
  idleMs: 20_000,
  lingerMs: 30_000,
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
      reject(unavailable("Too many large requests at once.", 2));
    }, budget.waitMs);
    waiting.push(entry);
  });
}

function giveBack(bytes: number) {
  free += bytes;
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
    if (announced !== null && announced > budget.small) {
      share = Math.min(announced, budget.bytes);
      await take(share);
    }
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of idleGuarded(incoming)) {
      size += chunk.length;
      if (size > limit) throw tooLarge(limit);
      if (share === 0 && size > budget.small) {
        share = Math.min(limit, budget.bytes);
        await take(share).catch((error) => {
          share = 0;
          throw error;
        });
      }
      chunks.push(chunk);
    }
    prolong(performance.now() - began);
    return await use(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
  } finally {
    if (share > 0) giveBack(share);
  }
}

/** The chunks of a request; a sender that says nothing for 20 s, or goes away half-way, ends it with an error. */
export async function* idleGuarded(incoming: IncomingMessage): AsyncGenerator<Buffer> {
  const timer = setTimeout(() => incoming.destroy(new Error("idle")), budget.idleMs);
  try {
    // The request outlives its body being refused: its sender is still to be answered.
    for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
      timer.refresh();
      yield chunk as Buffer;
    }
  } catch {
    throw new AppError("bad_request", "The body ended early.");
  } finally {
    clearTimeout(timer);
  }
  if (!incoming.complete) throw new AppError("bad_request", "The body ended early.");
}

/** Whether a request says that a body comes with it. */
export const announcesBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

/** What is still sent to who has answered goes nowhere. It is read slowly, so that it costs next to nothing, and not for long. */
function discard(incoming: IncomingMessage): void {
  const { socket } = incoming;
  const timer = setTimeout(() => socket.destroy(), budget.lingerMs).unref();
  const stop = () => {
    clearTimeout(timer);
    socket.off("close", stop);
  };
  socket.once("close", stop);
  incoming.once("end", stop);
  incoming.on("data", () => {
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
