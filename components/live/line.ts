import { Dial, type News } from "./dial.ts";

/** `refused`: the server knows us no more, as after signing out elsewhere. */
export type LineState = "live" | "broken" | "refused";

export type LineHandlers = { onNews: (happenings: News["happenings"]) => void; onState: (state: LineState) => void };

/** What the tabs of a browser tell each other. */
type Word =
  | { kind: "news"; news: News }
  /** From the tab that has the stream: it is there, and how the stream is. */
  | { kind: "here"; alive: boolean; refused: boolean }
  /** From a tab that began to load at `since`: what was told meanwhile? */
  | { kind: "hello"; from: string; since: number }
  | { kind: "missed"; to: string; news: News[] };

/** The server gives a sign of life every 5 s. After so long without one the line counts as broken, in milliseconds. */
const brokenMs = 10_000;
/** After so long it is dialled anew. */
const silentMs = 12_000;
/** A tab that has the stream and says nothing for so long is frozen: one that is looked at takes it over. */
const frozenMs = 20_000;
const tickMs = 1_000;
/** A tab loads within this; at most so much news is kept for it. */
const keptMs = 60_000;
const keptMost = 200;

/**
 * The stream of a workspace's events, one for all tabs of a browser: a lock says which tab has it, and that one tells the
 * others. Where a browser has no locks (they need https), each tab has its own while it is looked at.
 */
export class Line {
  readonly #url: string;
  readonly #name: string;
  readonly #handlers: LineHandlers;
  readonly #id = String(Math.random());
  readonly #locks: LockManager | undefined;
  #cursor: string;
  #joined = new AbortController();
  #queued = new AbortController();
  #channel: BroadcastChannel | null = null;
  /** Null in a tab that only hears. */
  #dial: { line: Dial; ended: AbortController } | null = null;
  #kept: { at: number; news: News }[] = [];
  /** When there was a sign of life of the stream, of the tab that has it, and of our own clock. */
  #heardAt = 0;
  #leaderAt = 0;
  #tickedAt = 0;
  #dialledAt = 0;
  #refused = false;
  #shown: LineState = "live";

  /** `cursor` is where the page's own reading ended; `account` keeps people who share a browser apart. */
  constructor(workspace: string, account: string, cursor: string, handlers: LineHandlers) {
    this.#url = `/api/v1/workspaces/${workspace}/events/stream`;
    this.#name = `throughline/${workspace}/${account}`;
    this.#cursor = cursor;
    this.#handlers = handlers;
    this.#locks = navigator.locks;
  }

  /** Joins the other tabs or opens the stream; gives how to leave. */
  start(): () => void {
    const done = new AbortController();
    const { signal } = done;
    document.addEventListener("visibilitychange", () => this.#look(), { signal });
    window.addEventListener("online", () => this.#dial?.line.again(), { signal });
    // A page that the browser keeps for "back" must hold neither lock nor connection.
    window.addEventListener("pagehide", () => this.#leave(), { signal });
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.#join(), { signal });
    const timer = setInterval(() => this.#tick(), tickMs);
    this.#join();
    return () => {
      done.abort();
      clearInterval(timer);
      this.#leave();
    };
  }

  #join() {
    this.#joined = new AbortController();
    this.#heardAt = this.#leaderAt = this.#tickedAt = Date.now();
    if (!this.#locks) return this.#look();
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = ({ data }: MessageEvent<Word>) => this.#hear(data);
    this.#say({ kind: "hello", from: this.#id, since: performance.timeOrigin });
    this.#queue(this.#locks, false);
  }

  #leave() {
    this.#joined.abort();
    this.#queued.abort();
    this.#hangUp();
    this.#channel?.close();
    this.#channel = null;
  }

  /** Waits until no other tab has the stream, or takes it from one that is frozen. */
  #queue(locks: LockManager, steal: boolean) {
    this.#queued.abort();
    const queued = new AbortController();
    this.#queued = queued;
    const joined = this.#joined.signal;
    locks
      .request(this.#name, steal ? { steal } : { signal: queued.signal }, () =>
        joined.aborted ? undefined : this.#open(),
      )
      .catch(() => {
        if (joined.aborted || queued.signal.aborted) return;
        // Taken away while this tab slept: it hears again from the one that took it.
        this.#hangUp();
        this.#queue(locks, false);
      });
  }

  #open(): Promise<void> {
    const ended = new AbortController();
    const line = new Dial(this.#url, this.#cursor, {
      onNews: (news) => this.#spread(news),
      onLife: () => this.#alive(),
      onRefused: () => {
        this.#refused = true;
        this.#show();
      },
    });
    this.#dial = { line, ended };
    return line.run(ended.signal);
  }

  #hangUp() {
    this.#dial?.ended.abort();
    this.#dial = null;
  }

  /** The tab is looked at, or no more. */
  #look() {
    const visible = document.visibilityState === "visible";
    if (!this.#locks && !visible) this.#hangUp();
    else if (!this.#locks && !this.#dial) void this.#open();
    if (visible) this.#tick();
  }

  #spread(news: News) {
    const now = Date.now();
    this.#kept = [...this.#kept.filter(({ at }) => now - at < keptMs), { at: now, news }].slice(-keptMost);
    this.#say({ kind: "news", news });
    this.#take(news);
  }

  #take({ cursor, happenings }: News) {
    this.#cursor = cursor;
    this.#handlers.onNews(happenings);
  }

  #alive() {
    this.#heardAt = Date.now();
    this.#refused = false;
    // Said here and not by the clock, which a hidden tab's browser slows down.
    if (this.#dial) this.#say({ kind: "here", alive: true, refused: false });
    this.#show();
  }

  #hear(word: Word) {
    if (word.kind === "hello") {
      const news = this.#dial ? this.#kept.filter(({ at }) => at >= word.since) : [];
      if (news.length > 0) this.#say({ kind: "missed", to: word.from, news: news.map((one) => one.news) });
    } else if (this.#dial === null) {
      this.#leaderAt = Date.now();
      if (word.kind === "news") this.#take(word.news);
      else if (word.kind === "missed" && word.to === this.#id) for (const news of word.news) this.#take(news);
      else if (word.kind === "here" && word.alive) this.#alive();
      else if (word.kind === "here") this.#refused = word.refused;
    }
  }

  #tick() {
    const now = Date.now();
    const slept = now - this.#tickedAt > 5 * tickMs;
    this.#tickedAt = now;
    if (this.#dial) {
      if (now - Math.max(this.#heardAt, this.#dialledAt) > silentMs && !this.#refused) {
        this.#dialledAt = now;
        this.#dial.line.again();
      }
      if (now - this.#heardAt > silentMs / 2) this.#say({ kind: "here", alive: false, refused: this.#refused });
    } else if (this.#locks && document.visibilityState === "visible" && now - this.#leaderAt > frozenMs) {
      this.#leaderAt = now;
      if (!slept) this.#queue(this.#locks, true);
    }
    // Whoever slept heard nothing and is not broken yet.
    if (slept) this.#heardAt = Math.max(this.#heardAt, now - brokenMs / 2);
    this.#show();
  }

  #show() {
    const broken = Date.now() - this.#heardAt > brokenMs;
    const state = this.#refused ? "refused" : broken ? "broken" : "live";
    if (state !== this.#shown) this.#handlers.onState(state);
    this.#shown = state;
  }

  #say(word: Word) {
    this.#channel?.postMessage(word);
  }
}
