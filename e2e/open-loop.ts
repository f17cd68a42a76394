import { Agent, request } from "node:http";

/** Requests that come when they come, whether or not the ones before were answered: what an overload is made of. */

export type Told = { status: number; ms: number; retryAfter: string | undefined; headers: Record<string, unknown> };
export type Asked = { url: string; path: string; headers: Record<string, string>; method?: string; body?: string };

/** Kept-alive connections of its own; 0 for a status when there was no answer. */
export function asker(connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, maxFreeSockets: connections });
  const ask = ({ url, path, headers, method = "GET", body = "" }: Asked) =>
    new Promise<Told>((resolve) => {
      const began = performance.now();
      const { hostname, port } = new URL(url);
      const length = body === "" ? {} : { "content-length": String(Buffer.byteLength(body)) };
      const sent = request({ hostname, port, path, method, agent, headers: { ...headers, ...length } }, (answer) => {
        answer.resume();
        answer.on("close", () =>
          resolve({
            status: answer.statusCode ?? 0,
            ms: performance.now() - began,
            retryAfter: answer.headers["retry-after"],
            headers: answer.headers,
          }),
        );
      });
      sent.on("error", () => resolve({ status: 0, ms: performance.now() - began, retryAfter: undefined, headers: {} }));
      sent.end(body);
    });
  return { ask, close: () => agent.destroy() };
}

/** Asks `perSecond` times a second for `seconds`, then waits for the last answer. Gives all of them. */
export async function openLoop(perSecond: number, seconds: number, ask: (n: number) => Promise<Told>): Promise<Told[]> {
  const asked: Promise<Told>[] = [];
  const began = performance.now();
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const passed = Math.min(seconds, (performance.now() - began) / 1_000);
      while (asked.length < passed * perSecond) asked.push(ask(asked.length));
      if (passed < seconds) return;
      clearInterval(timer);
      resolve();
    }, 5);
  });
  return Promise.all(asked);
}

/** `clients` that each ask again when they have their answer, for `seconds`. Gives all answers. */
export async function closedLoop(clients: number, seconds: number, ask: () => Promise<Told>): Promise<Told[]> {
  const told: Told[] = [];
  const until = performance.now() + seconds * 1_000;
  const client = async () => {
    while (performance.now() < until) told.push(await ask());
  };
  await Promise.all(Array.from({ length: clients }, client));
  return told;
}

/** The time within which this share of the answers came, in milliseconds. */
export function within(told: { ms: number }[], of: number): number {
  const times = told.map(({ ms }) => ms).sort((x, y) => x - y);
  return times[Math.ceil(times.length * of) - 1] ?? Number.NaN;
}

/** How many answers had which status. */
export function statuses(told: Told[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of told) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
