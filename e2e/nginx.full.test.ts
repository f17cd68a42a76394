import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { request } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "node:tls";
import { afterAll, beforeAll, expect, it } from "vitest";
import { here } from "#lib/core/testing.ts";
import { type OneHouse, oneHouse, owner } from "./house.ts";
import { pairIn } from "./identity/browser.ts";
import { startDocumentedNginx } from "./nginx.ts";

/** The documentation's nginx.conf, really before a server: as a person, an import client, a stream and an attacker meet it. */

const host = "throughline.example.com";
const origin = `https://${host}`;
const w = "/api/v1/workspaces/initech";
let house: OneHouse;
let nginx: Awaited<ReturnType<typeof startDocumentedNginx>>;

beforeAll(async () => {
  house = await oneHouse({ env: { LOG_LEVEL: "warn", TRUST_PROXY: "on", APP_URL: origin } });
  nginx = await startDocumentedNginx(house.instance.port);
}, 120_000);
afterAll(async () => {
  await nginx?.stop();
  await house?.end();
});

type Sent = { method?: string; headers?: Record<string, string>; body?: Buffer | string };
type Answer = { status: number; headers: IncomingHttpHeaders; text: string };

const open = (
  path: string,
  { method = "GET", headers = {}, body }: Sent,
  heard: (incoming: IncomingMessage) => void,
) => {
  const asked = request(
    {
      host: "127.0.0.1",
      port: nginx.httpsPort,
      servername: host,
      rejectUnauthorized: false,
      path,
      method,
      headers: { host, ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }), ...headers },
    },
    heard,
  );
  asked.end(body);
  return asked;
};

const ask = (path: string, sent: Sent = {}) =>
  new Promise<Answer>((resolve, reject) => {
    const asked = open(path, sent, async (incoming) => {
      let text = "";
      for await (const piece of incoming.setEncoding("utf8")) text += piece;
      resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text });
    });
    asked.on("error", reject);
  });
const byKey = (type = "application/json") => ({ authorization: `Bearer ${house.key}`, "content-type": type });

it("P5 its log of accesses holds no link's token and nothing that somebody typed", async () => {
  const secret = "SECRET-of-a-link";
  for (const path of ["/invitations/", "/unsubscribe/", "/api/v1/invitations/"]) await ask(`${path}${secret}`);
  await ask(`${w}/requests/similar?q=${secret}`, { headers: byKey() });
  await fetch(`http://127.0.0.1:${nginx.httpPort}/invitations/${secret}`, { redirect: "manual", headers: { host } });
  const paths = async () => [...(await nginx.logged()).matchAll(/"GET (\S+) HTTP/g)].map(([, path]) => path);
  const told = ["/invitations/*", "/unsubscribe/*", "/api/v1/invitations/*", `${w}/requests/similar`];
  await expect.poll(paths, { timeout: here(10_000) }).toEqual(expect.arrayContaining(told));
  expect(await nginx.logged()).not.toContain(secret);
});

it("plain http leads to https, and a person signs in with a cookie that only https carries", async () => {
  const plain = await fetch(`http://127.0.0.1:${nginx.httpPort}/w/initech/inbox?x=1`, {
    redirect: "manual",
    headers: { host },
  });
  expect(plain.status).toBe(301);
  const form = await ask("/api/auth/csrf");
  const cookie = pairIn(
    new Headers((form.headers["set-cookie"] ?? []).map((line): [string, string] => ["set-cookie", line])),
  );
  const body = JSON.stringify({ csrfToken: JSON.parse(form.text).csrfToken, ...owner, callbackUrl: "/" });
  // What a client says of where it comes from counts for nothing.
  const headers = {
    origin,
    cookie,
    "content-type": "application/json",
    "x-forwarded-for": "203.0.113.7",
    forwarded: "for=203.0.113.7",
  };
  const signed = await ask("/api/auth/callback/credentials", { method: "POST", headers, body });
  const [session = ""] = (signed.headers["set-cookie"] ?? []).filter((line) => line.includes("session"));
  expect(session).toMatch(/^__Host-[^;]+; Path=\/;.*HttpOnly; Secure; SameSite=Lax/i);
  const mine = await ask("/api/v1/sessions", { headers: { cookie: session.split(";")[0] ?? "" } });
  expect(JSON.parse(mine.text).data[0].address).toBe("127.0.0.1");
  const page = await ask("/w/initech/inbox", { headers: { cookie: session.split(";")[0] ?? "" } });
  expect(page.status).toBe(200);
  expect(page.headers["strict-transport-security"]).toMatch(/max-age=\d{8}/);
  expect(page.headers.server).toBe("nginx");
});

it("O2 the figures are not for the world", async () => {
  expect((await ask("/metrics")).status).toBe(404);
  expect((await ask("/healthz")).status).toBe(200);
});

it("a stream tells at once what happens, through nginx", async () => {
  let heard = "";
  const asked = open(`${w}/events/stream`, { headers: byKey() }, (incoming) => {
    incoming.setEncoding("utf8").on("data", (text: string) => {
      heard += text;
    });
    incoming.on("error", () => {});
  });
  asked.on("error", () => {});
  await expect.poll(() => heard, { timeout: here(10_000) }).toContain("retry:");
  const began = performance.now();
  const made = await ask(`${w}/ideas`, { method: "POST", headers: byKey(), body: '{"title":"Told at once"}' });
  const { id } = JSON.parse(made.text);
  await expect.poll(() => heard, { timeout: here(10_000), interval: 25 }).toContain(id);
  expect(performance.now() - began).toBeLessThan(here(2_000));
  asked.destroy();
});

it("a batch of 30 MB and an import of 60 MB go through, and what is larger than a batch may be is refused", async () => {
  const filler = "x".repeat(95_000);
  const items = (count: number) =>
    JSON.stringify({ items: Array.from({ length: count }, (_, n) => ({ title: `Large ${n}`, body: filler })) });
  const batch = await ask(`${w}/feedback/batch`, { method: "POST", headers: byKey(), body: items(315) });
  expect(batch.status, batch.text.slice(0, 300)).toBe(200);
  expect((await ask(`${w}/feedback/batch`, { method: "POST", headers: byKey(), body: items(380) })).status).toBe(413);
  const line = `${JSON.stringify({ title: "Imported", body: filler })}\n`;
  const file = line.repeat(640);
  const sent = await ask(`${w}/imports?format=throughline`, {
    method: "POST",
    headers: byKey("application/x-ndjson"),
    body: file,
  });
  expect(sent.status, sent.text).toBe(202);
  const { id, bytes } = JSON.parse(sent.text);
  expect(bytes.total).toBe(file.length);
  expect((await ask(`${w}/imports/${id}/cancel`, { method: "POST", headers: byKey() })).status).toBeLessThan(500);
}, 300_000);

/** Connections that begin a request and do not go on with it; how long each lives. */
function slow(count: number, head: string, drip: string): { lives: Promise<number>[]; end: () => void } {
  const sockets = Array.from({ length: count }, () =>
    connect({ host: "127.0.0.1", port: nginx.httpsPort, servername: host, rejectUnauthorized: false }),
  );
  const lives = sockets.map(
    (socket) =>
      new Promise<number>((resolve) => {
        let began = performance.now();
        let dripping: NodeJS.Timeout | undefined;
        socket.on("secureConnect", () => {
          began = performance.now();
          socket.write(head);
          if (drip) dripping = setInterval(() => socket.write(drip), 1_000);
        });
        socket.on("error", () => {});
        socket.resume().on("close", () => {
          clearInterval(dripping);
          resolve(performance.now() - began);
        });
      }),
  );
  return {
    lives,
    end: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

it("L5 500 slow connections are cut within 30 s, and nobody else notices them", async () => {
  const p95 = async (count: number) => {
    const took: number[] = [];
    for (let n = 0; n < count; n++) {
      const began = performance.now();
      const { status } = await ask(`${w}/ideas?limit=20`, { headers: byKey() });
      expect(status).toBe(200);
      took.push(performance.now() - began);
      await sleep(50);
    }
    return took.sort((a, b) => a - b)[Math.floor(count * 0.95)] ?? 0;
  };
  const before = await p95(60);
  // A header that comes a byte a second, and a body that never comes.
  const headers = slow(250, `GET / HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `, "x");
  const start = `POST ${w}/feedback HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${house.key}\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n`;
  const bodies = slow(250, `${start}{"title":`, "");
  await sleep(3_000);
  const during = await p95(60);
  const lives = await Promise.all([...headers.lives, ...bodies.lives]);
  headers.end();
  bodies.end();
  expect(Math.max(...lives)).toBeLessThan(30_000);
  expect(lives.filter((ms) => ms > 5_000).length).toBeGreaterThan(490);
  expect(during).toBeLessThan(Math.max(2 * before, here(40)));
}, 180_000);
