import type { IncomingMessage, ServerResponse } from "node:http";
import { Counter, Gauge } from "prom-client";
import { endingWithin } from "#db/client.ts";
import type { Actor, Visitor } from "#lib/core/actor.ts";
import { AppError, unavailable } from "#lib/core/errors.ts";
import { log, loggable } from "#lib/core/log.ts";
import type { Message, Stream } from "#lib/core/stream.ts";
import { lapsedPasses, type Pass, passOf } from "#lib/identity/passes.ts";
import { metricsRegistry } from "./metrics.ts";

/** Open streams of server-sent events: how many, for whom, how they are written, and when they end. */

type Reason = "client" | "access" | "slow" | "restart" | "unsure";
type Open = {
  outgoing: ServerResponse;
  pass: Pass;
  /** The pass in one word: those who have the same are looked at once. */
  passWord: string;
  caller: string;
  /** Whose session it is; a key is nobody's. */
  userId: string | null;
  requestId: string;
  began: number;
  /** How long the operation has known nothing. */
  silentFor: () => number;
  /** Since when something waits to be read, on the clock of `performance`; null while nothing does. */
  waitsSince: number | null;
  /** Sends the head of the answer, once: from then on it is a stream. */
  begin: () => void;
  stop: () => void;
};
export type StreamLimits = { perSession: number; perPerson: number; perKey: number; inAll: number };
export type StreamCall = { visitor: Visitor; actor: Actor; incoming: IncomingMessage; outgoing: ServerResponse };

/** So often is looked at who may still listen, in milliseconds; well below the second that A4 gives. */
const lookMs = 500;
/** A comment as often as this keeps proxies and clients from giving up. */
const beatMs = 5_000;
/** Without the database nobody knows who may still listen; after that long they are asked to come again. */
const unsureMs = 25_000;
/** A reader that leaves more than this unread, in bytes, or anything for that long is cut. */
const mostUnread = 256 * 1024;
const slowMs = 30_000;
const silence = 3_000;

const current = new Gauge({
  name: "throughline_streams",
  help: "Streams of events that are open",
  registers: [metricsRegistry],
});
const ended = new Counter({
  name: "throughline_streams_ended_total",
  help: "Streams of events that ended, by why: the client went, access ended, it read too slowly, the server ends or is unsure",
  labelNames: ["reason"],
  registers: [metricsRegistry],
});

const written = new WeakMap<readonly Message[], Buffer>();

/** Messages as server-sent events; made once for all who are told the same. */
function wordsOf(messages: readonly Message[]): Buffer {
  const known = written.get(messages);
  if (known) return known;
  const text = messages.map(
    ({ type, cursor, data }) => `${type ? `event: ${type}\n` : ""}id: ${cursor}\ndata: ${JSON.stringify(data)}\n\n`,
  );
  const words = Buffer.from(text.join(""));
  written.set(messages, words);
  return words;
}

/** Milliseconds after which to come again, not all at once. */
const retryIn = () => 500 + Math.floor(Math.random() * 3_000);

export class Streams {
  readonly #open = new Set<Open>();
  readonly #limits: StreamLimits;
  #ending = false;
  #looking = false;
  #sureAt = performance.now();
  #beatAt = performance.now();

  constructor(limits: Partial<StreamLimits> = {}) {
    this.#limits = { perSession: 12, perPerson: 60, perKey: 50, inAll: 2_000, ...limits };
    setInterval(() => void this.#look(), lookMs).unref();
  }

  /** Answers with a stream that stays open. Throws, before anything was sent, when it may not. */
  async open(operation: Stream, input: Record<string, unknown>, call: StreamCall) {
    const { visitor, actor, incoming, outgoing } = call;
    const caller = visitor.keyId ?? visitor.sessionId ?? visitor.requestId;
    this.#admit(visitor, caller);
    const pass = passOf(visitor, actor);
    const one: Open = {
      outgoing,
      pass,
      passWord: JSON.stringify(pass),
      caller,
      userId: visitor.userId,
      requestId: visitor.requestId,
      began: performance.now(),
      silentFor: operation.silentFor,
      waitsSince: null,
      begin: () => {
        if (outgoing.headersSent) return;
        outgoing.writeHead(200, {
          "content-type": "text/event-stream",
          // nginx holds nothing back, and nobody compresses what must arrive at once.
          "cache-control": "private, no-store, no-transform",
          "x-accel-buffering": "no",
        });
        if (incoming.method !== "HEAD") outgoing.write(`retry: ${retryIn()}\n\n`);
      },
      stop: () => {},
    };
    if (this.#open.size === 0) this.#sureAt = performance.now();
    this.#open.add(one);
    current.set(this.#open.size);
    outgoing.once("close", () => this.#forget(one, "client"));
    // Whoever went while they were asked who they are has closed already, and nothing more would tell.
    if (outgoing.closed) return this.#forget(one, "client");
    try {
      const stop = await operation(actor, input, (messages) => this.#write(one, wordsOf(messages)));
      one.stop = stop;
      if (!this.#open.has(one)) return stop();
      one.begin();
      if (incoming.method === "HEAD") outgoing.end();
      else incoming.socket.setKeepAlive(true, slowMs);
    } catch (error) {
      // Whoever was told the end meanwhile has their answer.
      if (!this.#open.delete(one)) return;
      current.set(this.#open.size);
      throw error;
    }
  }

  /** Ends them all, since the process does; whoever listens comes again in a moment. */
  end(): void {
    this.#ending = true;
    for (const one of this.#open) this.#end(one, "restart");
  }

  #admit({ kind, userId }: Visitor, caller: string) {
    if (this.#ending) throw unavailable("The server is shutting down.");
    if (this.#open.size >= this.#limits.inAll) throw unavailable("Too many streams are open on this server.", 30);
    const open = (isMine: (one: Open) => boolean) => [...this.#open].filter(isMine).length;
    const refuse = (most: number, whose: string) => {
      const words = `At most ${most} streams may be open at once with this ${whose}.`;
      throw new AppError("too_many", words, { retryAfter: 30 });
    };
    const { perKey, perSession, perPerson } = this.#limits;
    const most = kind === "key" ? perKey : perSession;
    if (open((one) => one.caller === caller) >= most) refuse(most, kind === "key" ? "key" : "session");
    // Sessions are as many as somebody likes to begin.
    if (userId !== null && open((one) => one.userId === userId) >= perPerson) refuse(perPerson, "account");
  }

  #write(one: Open, words: Buffer | string) {
    const { outgoing } = one;
    if (outgoing.writableEnded || outgoing.destroyed) return;
    if (outgoing.writableLength > mostUnread) return this.#cut(one);
    one.begin();
    outgoing.write(words);
  }

  /** What waits for a slow reader is thrown away; it can read on from its cursor. */
  #cut(one: Open) {
    this.#forget(one, "slow");
    one.outgoing.destroy();
  }

  /** Tells why, and ends the answer. */
  #end(one: Open, reason: Reason) {
    this.#forget(one, reason);
    one.begin();
    one.outgoing.end(`event: bye\nretry: ${retryIn()}\ndata: ${JSON.stringify({ reason })}\n\n`);
  }

  #forget(one: Open, reason: Reason) {
    if (!this.#open.delete(one)) return;
    one.stop();
    current.set(this.#open.size);
    ended.inc({ reason });
    const seconds = Math.round((performance.now() - one.began) / 1000);
    log.info({ requestId: one.requestId, reason, seconds }, "stream ended");
  }

  async #look(): Promise<void> {
    if (this.#open.size === 0) return;
    this.#beat();
    if (this.#looking) return;
    this.#looking = true;
    const all = [...this.#open];
    const byPass = [...Map.groupBy(all, ({ passWord }) => passWord).values()];
    try {
      const passes = byPass.flatMap(([first]) => (first ? [first.pass] : []));
      const began = performance.now();
      const lapsed = await endingWithin(4_000, () => lapsedPasses(passes));
      this.#sureAt = began;
      for (const n of lapsed) for (const one of byPass[n] ?? []) this.#end(one, "access");
    } catch (error) {
      log.debug({ error: loggable(error) }, "who listens could not be looked at");
      if (performance.now() - this.#sureAt > unsureMs) for (const one of all) this.#end(one, "unsure");
    } finally {
      this.#looking = false;
    }
  }

  /** A sign of life, which stays away where the operation has none: then whoever listens can tell. */
  #beat() {
    const now = performance.now();
    const isTime = now - this.#beatAt >= beatMs;
    if (isTime) this.#beatAt = now;
    for (const one of this.#open) {
      one.waitsSince = one.outgoing.writableLength === 0 ? null : (one.waitsSince ?? now);
      if (one.waitsSince !== null && now - one.waitsSince > slowMs) this.#cut(one);
      // One that has not begun may still be refused.
      else if (isTime && one.outgoing.headersSent && one.silentFor() < silence) this.#write(one, ": beat\n\n");
    }
  }
}
