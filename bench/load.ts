import { connect, type Socket } from "node:net";

/** What to ask: the bytes of the n-th request, and how many at once for how long. */
export type Load = { port: number; request: (n: number) => Buffer; clients: number; seconds: number };
export type Figures = { requests: number; p50: number; p95: number; perSecond: number };

const headEnd = Buffer.from("\r\n\r\n");

/** One kept-alive connection. `fetch` would cost as much of the two cores as the server that is measured. */
export class Client {
  readonly #socket: Socket;
  #held: Buffer[] = [];
  #wanted = -1;
  #size = 0;
  #settle: { resolve: (body: Buffer) => void; reject: (error: Error) => void } | null = null;

  constructor(port: number) {
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true });
    this.#socket.on("data", (chunk) => this.#take(chunk));
    this.#socket.on("error", (error) => this.#settle?.reject(error));
    this.#socket.on("close", () => this.#settle?.reject(new Error("the server closed the connection")));
  }

  /** Sends a whole request and gives the answer's body; anything but 2xx is an error. */
  ask(request: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(request);
    });
  }

  #take(chunk: Buffer) {
    this.#held.push(chunk);
    this.#size += chunk.length;
    if (this.#wanted < 0) {
      const all = Buffer.concat(this.#held);
      const end = all.indexOf(headEnd);
      if (end < 0) return;
      const head = all.toString("latin1", 0, end);
      const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
      if (!/^HTTP\/1\.1 2/.test(head) || length === undefined) {
        this.#settle?.reject(new Error(all.toString("utf8", 0, 600)));
        return;
      }
      this.#held = [all.subarray(end + headEnd.length)];
      this.#size = all.length - end - headEnd.length;
      this.#wanted = Number(length);
    }
    if (this.#size < this.#wanted) return;
    const [first] = this.#held;
    const body = this.#held.length === 1 && first ? first : Buffer.concat(this.#held);
    this.#held = [];
    this.#size = 0;
    this.#wanted = -1;
    this.#settle?.resolve(body);
  }

  close() {
    this.#settle = null;
    this.#socket.destroy();
  }
}

/** A request as bytes. Made beforehand, so that it costs nothing while the clock runs. */
export function requestOf(method: string, path: string, key: string, body?: unknown): Buffer {
  const text = body === undefined ? "" : JSON.stringify(body);
  const type =
    body === undefined ? "" : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n`;
  return Buffer.from(
    `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${key}\r\n${type}\r\n${text}`,
  );
}

export function figuresOf(times: number[], milliseconds: number): Figures {
  const sorted = Float64Array.from(times).sort();
  const at = (share: number) => Math.round((sorted[Math.floor((sorted.length - 1) * share)] ?? 0) * 100) / 100;
  const perSecond = Math.round((times.length * 1_000) / milliseconds);
  return { requests: times.length, p50: at(0.5), p95: at(0.95), perSecond };
}

/** Asks for a while, after a warm-up of a third of it, each client one request after the other. */
export async function load({ port, request, clients, seconds }: Load): Promise<Figures> {
  const all = Array.from({ length: clients }, () => new Client(port));
  let asked = 0;
  const round = async (milliseconds: number) => {
    const times: number[] = [];
    const began = performance.now();
    await Promise.all(
      all.map(async (client) => {
        for (let now = performance.now(); now - began < milliseconds; ) {
          await client.ask(request(asked++));
          const then = performance.now();
          times.push(then - now);
          now = then;
        }
      }),
    );
    return figuresOf(times, performance.now() - began);
  };
  await round((seconds * 1_000) / 3);
  const figures = await round(seconds * 1_000);
  for (const client of all) client.close();
  return figures;
}
