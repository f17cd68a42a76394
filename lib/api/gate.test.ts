import { createServer, request } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { Gate } from "./gate.ts";

/** A server whose event loop stands still for so many milliseconds at each request but the gate's own. */
const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function busyFor(milliseconds: number) {
  const gate = new Gate();
  const server = createServer((incoming, outgoing) => {
    const until = performance.now() + milliseconds;
    while (incoming.url !== "/healthz" && performance.now() < until);
    outgoing.end("ok");
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  gate.watch(server);
  const { port } = server.address() as AddressInfo;
  const ask = () =>
    new Promise<void>((resolve) => {
      request({ port, path: "/", agent: false }, (answer) => answer.resume().once("close", () => resolve()))
        .once("error", () => resolve())
        .end();
    });
  return { gate, ask };
}

it("a crowd that the server cannot keep up with closes the gate, but for signing in, and its end opens it again", async () => {
  const { gate, ask } = await busyFor(5);
  expect(gate.refuses("/api/v1/workspaces/initech/ideas")).toBe(false);
  let over = false;
  const clients = Array.from({ length: 150 }, async () => {
    while (!over) await ask();
  });
  await expect.poll(() => gate.refuses("/w/initech/inbox"), { timeout: 30_000 }).toBe(true);
  for (const path of ["/sign-in", "/api/auth/csrf", "/api/auth/callback/credentials", "/api/v1/session"]) {
    expect(gate.refuses(path)).toBe(false);
  }
  over = true;
  await Promise.all(clients);
  await expect.poll(() => gate.refuses("/w/initech/inbox"), { timeout: 30_000 }).toBe(false);
}, 90_000);

it("a few who wait long are no crowd: they are served", async () => {
  const { gate, ask } = await busyFor(40);
  const refused: boolean[] = [];
  const clients = Array.from({ length: 20 }, async () => {
    for (let n = 0; n < 4; n++) {
      await ask();
      refused.push(gate.refuses("/w/initech/inbox"));
    }
  });
  await Promise.all(clients);
  expect(refused).not.toContain(true);
}, 90_000);

it("L5 who does not read what they were answered keeps nobody out", async () => {
  const gate = new Gate();
  const ideas = "/api/v1/workspaces/initech/ideas";
  const long = Buffer.alloc(16 * 1024 * 1024, "a");
  let answered = 0;
  const server = createServer((incoming, outgoing) => {
    gate.letIn(incoming.url ?? "/", incoming, outgoing);
    outgoing.end(long);
    answered++;
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const readers: Socket[] = Array.from({ length: 160 }, () => {
    const socket = connect(port, "127.0.0.1").pause();
    socket.on("error", () => {});
    socket.write(`GET ${ideas} HTTP/1.1\r\nhost: x\r\n\r\n`);
    return socket;
  });
  await expect.poll(() => answered, { timeout: 30_000 }).toBe(160);
  expect(gate.refuses(ideas)).toBe(false);
  for (const one of readers) one.destroy();
}, 60_000);

it("so many are let in at once, but for signing in; who is slow to send, or reads a stream, is not of them", async () => {
  const gate = new Gate();
  const server = createServer((incoming, outgoing) => {
    const { url = "/" } = incoming;
    if (gate.refuses(url)) return outgoing.writeHead(503).end();
    gate.letIn(url, incoming, outgoing);
    incoming.resume();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const ideas = "/api/v1/workspaces/initech/ideas";
  const open = (path: string, options: { method?: string; headers?: Record<string, string> } = {}) => {
    const asked = request({ port, path, agent: false, ...options });
    asked.on("error", () => {});
    asked.flushHeaders();
    return asked;
  };
  const slow = Array.from({ length: 200 }, () => open(ideas, { method: "POST", headers: { "content-length": "2" } }));
  const reading = Array.from({ length: 200 }, () => open("/api/v1/workspaces/initech/events/stream"));
  await expect.poll(() => new Promise((resolve) => server.getConnections((_, n) => resolve(n)))).toBe(400);
  expect(gate.refuses(ideas)).toBe(false);
  const asking = Array.from({ length: 150 }, () => open(ideas));
  await expect.poll(() => gate.refuses(ideas)).toBe(true);
  expect(gate.refuses("/api/v1/session")).toBe(false);
  asking[0]?.destroy();
  await expect.poll(() => gate.refuses(ideas)).toBe(false);
  slow[0]?.end("{}");
  await expect.poll(() => gate.refuses(ideas)).toBe(true);
  for (const one of [...slow, ...reading, ...asking]) one.destroy();
  await expect.poll(() => gate.refuses(ideas)).toBe(false);
});
