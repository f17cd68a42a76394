import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * A process that does nothing but ask: it shares two cores with the server that it asks, so it reads of an answer no more
 * than it must. Takes an order as its argument and prints what was answered. Times count from when a request was due.
 */

/** What to ask, and how: `clients` that wait for their answers, or so many `perSecond` whatever the answers are. */
export type Order = {
  port: number;
  /** Whole requests, asked in turn. */
  requests: string[];
  seconds: number;
  /** Whether connections are used again, as many as it takes; else each request comes over a new one. */
  kept: boolean;
} & ({ clients: number } | { perSecond: number });

export type Figures = { count: number; p50: number; p95: number; p99: number; most: number };
/** By status; 0 where there was no answer. `untold`: refusals without a Retry-After of a second or more. */
export type Report = { perSecond: number; answers: Record<string, Figures>; untold: number; connections: number };

const patienceMs = 40_000;
const headEnd = Buffer.from("\r\n\r\n");

type Answer = { status: number; retryAfter: number; closes: boolean };
const none: Answer = { status: 0, retryAfter: 0, closes: true };

class Connection {
  readonly #socket: Socket;
  #head: Buffer | null = null;
  #left = -1;
  #answer: Answer = none;
  #done: ((answer: Answer) => void) | null = null;

  constructor(port: number) {
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true });
    this.#socket.on("data", (chunk) => this.#take(chunk));
    this.#socket.on("error", () => {});
    this.#socket.on("close", () => this.#settle(none));
  }

  get isOpen() {
    return this.#socket.writable;
  }

  ask(request: string): Promise<Answer> {
    return new Promise((resolve) => {
      this.#done = resolve;
      this.#socket.write(request);
    });
  }

  close() {
    this.#socket.destroy();
  }

  #settle(answer: Answer) {
    const done = this.#done;
    this.#done = null;
    done?.(answer);
  }

  #take(chunk: Buffer) {
    if (this.#left < 0) {
      const all = this.#head ? Buffer.concat([this.#head, chunk]) : chunk;
      const end = all.indexOf(headEnd);
      if (end < 0) {
        this.#head = all;
        return;
      }
      const head = all.toString("latin1", 0, end);
      const field = (name: string) => new RegExp(`\r\n${name}: *([^\r]+)`, "i").exec(head)?.[1];
      this.#answer = {
        status: Number(head.slice(9, 12)),
        retryAfter: Number(field("retry-after") ?? 0),
        closes: field("connection") === "close",
      };
      this.#head = null;
      this.#left = Number(field("content-length") ?? 0) - (all.length - end - headEnd.length);
    } else this.#left -= chunk.length;
    if (this.#left > 0) return;
    this.#left = -1;
    this.#settle(this.#answer);
  }
}

async function carryOut(order: Order): Promise<Report> {
  const { port, requests, seconds, kept } = order;
  const free: Connection[] = [];
  const times = new Map<number, number[]>();
  let untold = 0;
  let connections = 0;
  let asked = 0;

  const ask = async (due: number) => {
    const request = requests[asked++ % requests.length] ?? "";
    let connection = free.pop();
    while (connection && !connection.isOpen) connection = free.pop();
    if (!connection) {
      connection = new Connection(port);
      connections++;
    }
    const given = connection;
    const timer = setTimeout(() => given.close(), patienceMs);
    const { status, retryAfter, closes } = await given.ask(request);
    clearTimeout(timer);
    const ms = performance.now() - due;
    const same = times.get(status);
    if (same) same.push(ms);
    else times.set(status, [ms]);
    if ((status === 429 || status === 503) && !(retryAfter >= 1)) untold++;
    if (kept && !closes && given.isOpen) free.push(given);
    else given.close();
  };

  const began = performance.now();
  const ends = began + seconds * 1_000;
  if ("clients" in order) {
    const client = async () => {
      while (performance.now() < ends) await ask(performance.now());
    };
    await Promise.all(Array.from({ length: order.clients }, client));
  } else {
    const all: Promise<void>[] = [];
    for (let now = began; now < ends; now = performance.now()) {
      const due = Math.floor(((now - began) / 1_000) * order.perSecond);
      while (all.length < due) all.push(ask(began + (all.length * 1_000) / order.perSecond));
      await sleep(2);
    }
    await Promise.all(all);
  }
  for (const connection of free) connection.close();
  const answers = Object.fromEntries([...times].map(([status, of]) => [String(status), figuresOf(of)]));
  return { perSecond: asked / ((performance.now() - began) / 1_000), answers, untold, connections };
}

function figuresOf(times: number[]): Figures {
  const sorted = Float64Array.from(times).sort();
  const at = (share: number) => Math.round((sorted[Math.ceil(sorted.length * share) - 1] ?? 0) * 10) / 10;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}

process.stdout.write(JSON.stringify(await carryOut(JSON.parse(process.argv[2] ?? "") as Order)));
