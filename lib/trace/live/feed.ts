import { AsyncLocalStorage } from "node:async_hooks";
import { log, loggable } from "#lib/core/log.ts";
import type { Message, Tell } from "#lib/core/stream.ts";
import { cursorOf, type Position, positionOf } from "../events/position.ts";
import { type Happened, placeAt, reaches, readNews } from "./read.ts";
import type { Told } from "./schema.ts";

type Listener = {
  tell: Tell<Told>;
  /** What came while it was still reading what it had missed; null once it is told at once. */
  waiting: Happened[] | null;
  /** How far it read itself; its channel may get there later. Null once it has. */
  readTo: Position | null;
};
/** A workspace that somebody listens to. */
type Channel = {
  /** Everything up to here was told; null until the first listener knows where it begins. */
  at: Position | null;
  listeners: Set<Listener>;
};

/** So often the history is looked at, in milliseconds. */
const everyMs = 300;
/** More than this at once is not told one by one: whoever listens reads again. */
const mostAtOnce = 100;
/** A cursor that lies further back than this is too old. */
const mostMissed = 500;

/** Timers begun here belong to no request, whoever listens first. */
const outsideRequests = AsyncLocalStorage.snapshot();

const reload = (at: Position): Message<Told> => {
  const cursor = cursorOf(at);
  return { type: "reload", cursor, data: { cursor } };
};

/**
 * The history as it grows, for all who listen in this process: one look at it every 300 ms, whatever their number, and
 * no connection held in between.
 */
export class Feed {
  readonly #channels = new Map<string, Channel>();
  /** The horizon of the last look; null when one at the same horizon could find something. */
  #known: string | null = null;
  /** How many channels were given their place so far. */
  #placed = 0;
  #timer: NodeJS.Timeout | null = null;
  #looking = false;
  #failing = false;
  #seenAt = 0;

  /**
   * Tells what happens in a workspace, beginning behind the cursor `after`, or now; every event once and in order. Gives
   * how to stop. Throws on a cursor that is none.
   */
  async listen(workspaceId: string, after: string | undefined, tell: Tell<Told>): Promise<() => void> {
    const from = after === undefined ? null : positionOf(after);
    const listener: Listener = { tell, waiting: [], readTo: null };
    const channel = this.#channels.get(workspaceId) ?? { at: null, listeners: new Set() };
    this.#channels.set(workspaceId, channel);
    channel.listeners.add(listener);
    const stop = () => {
      channel.listeners.delete(listener);
      if (channel.listeners.size === 0 && this.#channels.get(workspaceId) === channel)
        this.#channels.delete(workspaceId);
    };
    try {
      const { at, missed } = await this.#begin(workspaceId, channel, from);
      const waited = (listener.waiting ?? []).filter((one) => !reaches(at, one.at));
      listener.waiting = null;
      listener.readTo = at;
      const first = cursorOf(from ?? at);
      const ready: Message<Told> = { type: "ready", cursor: first, data: { cursor: first } };
      tell([
        ready,
        ...(missed ? missed.map(({ message }) => message) : [reload(at)]),
        ...waited.map(({ message }) => message),
      ]);
    } catch (error) {
      stop();
      throw error;
    }
    this.#timer ??= outsideRequests(() => setInterval(() => void this.#look(), everyMs).unref());
    return stop;
  }

  /** Milliseconds since the history could last be read, beyond what is usual; 0 where nobody listens. */
  silentFor(): number {
    if (this.#timer === null) return 0;
    return Math.max(0, performance.now() - this.#seenAt - 2 * everyMs);
  }

  /**
   * Reads what a listener missed until it has caught up with its channel. `missed` is null when that is too much, or when
   * its place is from another life of the database.
   */
  async #begin(workspaceId: string, channel: Channel, from: Position | null) {
    const missed: Happened[] = [];
    let at = from;
    for (;;) {
      const places = new Map(at ? [[workspaceId, at]] : []);
      const { horizon, next, happened } = await readNews(places, mostMissed + 1, null);
      const here = placeAt(horizon);
      this.#seen();
      if (at && BigInt(at.xid) > BigInt(next)) at = null;
      else missed.push(...(happened.get(workspaceId) ?? []));
      if (channel.at === null) {
        channel.at = here;
        this.#known = null;
        this.#placed++;
      }
      const lost = from !== null && (at === null || missed.length > mostMissed);
      // A channel may be ahead of a look that began before its last one.
      if (!lost && !reaches(here, channel.at)) {
        at = here;
        continue;
      }
      return { at: lost && !reaches(here, channel.at) ? channel.at : here, missed: lost ? null : missed };
    }
  }

  #seen() {
    this.#seenAt = performance.now();
    this.#failing = false;
  }

  async #look(): Promise<void> {
    if (this.#channels.size === 0) {
      if (this.#timer) clearInterval(this.#timer);
      this.#timer = null;
      return;
    }
    if (this.#looking) return;
    this.#looking = true;
    try {
      const places = new Map<string, Position>();
      for (const [workspaceId, { at }] of this.#channels) if (at) places.set(workspaceId, at);
      const placed = this.#placed;
      const { horizon, happened } = await readNews(places, mostAtOnce + 1, this.#known);
      this.#seen();
      // A channel that was placed meanwhile may lie behind this horizon.
      this.#known = placed === this.#placed ? horizon : null;
      for (const [workspaceId, all] of happened) {
        const channel = this.#channels.get(workspaceId);
        if (channel?.at === places.get(workspaceId)) this.#tell(channel, all, placeAt(horizon));
      }
    } catch (error) {
      // Once, and not three times a second for as long as the database is away.
      if (!this.#failing) log.warn({ error: loggable(error) }, "the history cannot be read for its streams");
      this.#failing = true;
    } finally {
      this.#looking = false;
    }
  }

  #tell(channel: Channel | undefined, all: Happened[], here: Position) {
    const last = all.at(-1);
    if (!channel || !last) return;
    const tooMany = all.length > mostAtOnce;
    channel.at = tooMany ? here : last.at;
    const told = tooMany ? [{ at: here, message: reload(here) }] : all;
    const messages = told.map(({ message }) => message);
    for (const listener of channel.listeners) {
      const { tell, waiting, readTo } = listener;
      if (waiting) waiting.push(...told);
      else if (readTo === null) tell(messages);
      else {
        const news = told.filter(({ at }) => !reaches(readTo, at));
        if (reaches(channel.at, readTo)) listener.readTo = null;
        if (news.length > 0) tell(news.map(({ message }) => message));
      }
    }
  }
}
