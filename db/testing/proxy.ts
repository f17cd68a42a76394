import { connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * A TCP proxy in front of a database, for tests of what happens when the network or the database misbehaves.
 * `pass`: as if it were not there. `silent`: connections are taken and nothing is said any more, on old ones neither.
 * `closing`: connections are closed as soon as they are made. `down`: nobody listens. These two cut old connections too.
 */
export type Mood = "pass" | "silent" | "closing" | "down";

export type DatabaseProxy = {
  /** The database's address through the proxy. */
  url: string;
  be: (mood: Mood) => Promise<void>;
  /** From now on every answer of the database comes so many milliseconds late. */
  delay: (milliseconds: number) => void;
  /** When connections were tried, in milliseconds of `performance.now()`. */
  tries: number[];
  close: () => Promise<void>;
};

/** `onRequest` sees what goes to the database before it goes, and by which connection, and may change the mood first. */
export async function startProxy(
  target: string,
  onRequest: (chunk: Buffer, connection: number) => void = () => {},
): Promise<DatabaseProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const tries: number[] = [];
  let mood: Mood = "pass";
  let late = 0;

  const server = createServer((client) => {
    const connection = tries.push(performance.now());
    if (mood === "closing") return client.destroy();
    const database = mood === "silent" ? null : connect(Number(port), hostname);
    const pair = database ? [client, database] : [client];
    for (const socket of pair) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        for (const other of pair) other.destroy();
      });
    }
    client.on("data", (chunk) => {
      if (mood === "pass") onRequest(chunk, connection);
      if (mood === "pass") database?.write(chunk);
    });
    let last = Promise.resolve();
    database?.on("data", (chunk) => {
      // In the order in which they came, also when the delay changes.
      const due = late > 0 ? sleep(late) : null;
      last = last.then(() => due ?? undefined).then(() => void (mood === "pass" && client.write(chunk)));
    });
  });
  const listen = (at = 0) => new Promise<void>((resolve) => server.listen(at, "127.0.0.1", resolve));
  await listen();
  const address = server.address();
  const own = typeof address === "object" && address ? address.port : 0;
  const stop = () => new Promise<void>((resolve) => (server.listening ? server.close(() => resolve()) : resolve()));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: Object.assign(new URL(target), { hostname: "127.0.0.1", port: String(own) }).toString(),
    tries,
    delay(milliseconds) {
      late = milliseconds;
    },
    async be(next) {
      mood = next;
      // What was swallowed in silence would be missed, so those connections cannot be used again.
      if (next !== "silent") cut();
      if (next === "down") await stop();
      else if (!server.listening) await listen(own);
    },
    async close() {
      cut();
      await stop();
    },
  };
}
