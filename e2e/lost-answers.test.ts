import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type OneHouse, oneHouse } from "./house.ts";

/** A network that loses one answer in ten on its way back: what was asked for is done, and the client cannot know. */

type Kept = { status: number | undefined; etag: string | undefined; body: string };

/** Between clients and the server. Every tenth answer is taken from the server whole, and its client is cut off. */
async function startLosing(target: string) {
  const lost = new Map<string, Kept>();
  let answers = 0;
  const server = createServer((asked, answer) => {
    const { method, headers, url } = asked;
    const passed = request(`${target}${url}`, { method, headers, agent: false }, (given) => {
      const pieces: Buffer[] = [];
      given.on("data", (piece: Buffer) => pieces.push(piece));
      given.on("end", () => {
        const body = Buffer.concat(pieces);
        if (++answers % 10 === 0) {
          const { etag } = given.headers;
          lost.set(String(headers["idempotency-key"]), { status: given.statusCode, etag, body: body.toString() });
          return answer.destroy();
        }
        answer.writeHead(given.statusCode ?? 0, given.headers).end(body);
      });
    });
    passed.on("error", () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, lost, close };
}

let house: OneHouse;
let network: Awaited<ReturnType<typeof startLosing>>;

beforeAll(async () => {
  house = await oneHouse({ env: { WORKERS: "0", LOG_LEVEL: "warn" } });
  network = await startLosing(house.instance.url);
}, 120_000);
afterAll(async () => {
  await network?.close();
  await house?.end();
});

it("M3 one answer in ten is lost after the commit: exact counts, and the retry gets the stored answer, marked", async () => {
  type Sent = [path: string, key: string, body: unknown];
  const ideas = Array.from({ length: 300 }, (_, n): Sent => ["/ideas", `idea-${n}`, { title: `Idea ${n}` }]);
  const batches = Array.from({ length: 60 }, (_, n): Sent => {
    const items = Array.from({ length: 20 }, (_, m) => ({ source: "m3", externalId: `${n}/${m}`, title: `T ${n}` }));
    return ["/feedback/batch", `batch-${n}`, { items }];
  });
  const unsent = [...ideas, ...batches];
  const seen = { created: 0, ideas: 0, replays: 0, cut: 0 };

  const deliver = async ([path, key, body]: Sent): Promise<void> => {
    const answer = await fetch(`${network.url}/api/v1/workspaces/initech${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${house.key}`, "idempotency-key": key },
      body: JSON.stringify(body),
    }).catch(() => null);
    if (!answer) {
      seen.cut++;
      return deliver([path, key, body]);
    }
    const text = await answer.text();
    const was = network.lost.get(key);
    expect(answer.headers.get("idempotent-replayed")).toBe(was ? "true" : null);
    // To the byte what the server had said when nobody heard it.
    if (was) {
      seen.replays++;
      expect({ status: answer.status, etag: answer.headers.get("etag") ?? undefined, body: text }).toEqual(was);
    }
    if (path === "/ideas") seen.ideas += answer.status === 201 ? 1 : 0;
    else seen.created += (JSON.parse(text) as { results: { status: string }[] }).results.filter(isCreated).length;
  };
  const isCreated = ({ status }: { status: string }) => status === "created";
  const client = async () => {
    for (let next = unsent.shift(); next; next = unsent.shift()) await deliver(next);
  };
  await Promise.all(Array.from({ length: 6 }, client));

  const [row] = await house.admin`
    select (select count(*)::int from ideas) as ideas, (select count(*)::int from feedback) as feedback,
      (select count(distinct external_id)::int from feedback) as distinct,
      (select count(*)::int from events where action = 'idea.created') as idea_events,
      (select count(*)::int from events where action = 'feedback.created') as feedback_events`;
  expect(row).toEqual({ ideas: 300, feedback: 1_200, distinct: 1_200, idea_events: 300, feedback_events: 1_200 });
  expect(seen).toMatchObject({ ideas: 300, created: 1_200, replays: network.lost.size });
  expect(seen.cut).toBeGreaterThanOrEqual(36);
}, 60_000);
