import { once } from "node:events";
import type { IncomingMessage, Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { idleGuarded, withBody } from "./body.ts";
import { createHttpServer } from "./http-server.ts";
import type { Listener } from "./listener.ts";

const opened: { server: Server; sockets: Socket[] }[] = [];
afterEach(async () => {
  for (const { server, sockets } of opened.splice(0)) {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A server that listens, and how to get a connection to it. */
async function listening(listener: Listener) {
  const server = createHttpServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const sockets: Socket[] = [];
  opened.push({ server, sockets });
  const { port } = server.address() as AddressInfo;
  const knock = (text = "") => {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    socket.on("error", () => {});
    sockets.push(socket);
    let said = "";
    socket.setEncoding("utf8").on("data", (piece: string) => {
      said += piece;
    });
    socket.write(text);
    return { socket, said: () => said };
  };
  return { server, knock };
}

const head = (...lines: string[]) => ["POST / HTTP/1.1", "Host: localhost", ...lines, "", ""].join("\r\n");
const inChunks = (count: number, text: string) => `${text.length.toString(16)}\r\n${text}\r\n`.repeat(count);
const end = "0\r\n\r\n";

it("lets go of who sends no HTTP, whether they go or not", async () => {
  const { server, knock } = await listening((_, outgoing) => outgoing.end());
  const { said } = knock("no HTTP at all\r\n\r\n");
  await expect.poll(said).toMatch(/^HTTP\/1\.1 400 /);
  const count = () => new Promise((resolve) => server.getConnections((_, connections) => resolve(connections)));
  expect(await count()).toBe(1);
  await expect.poll(count, { timeout: 5_000 }).toBe(0);
});

it("joins what comes byte by byte", async () => {
  const pieces: number[] = [];
  let body = "";
  const { knock } = await listening(async (incoming: IncomingMessage, outgoing) => {
    for await (const piece of idleGuarded(incoming)) {
      pieces.push(piece.length);
      body += piece;
    }
    outgoing.end("taken");
  });
  const text = Array.from({ length: 40_000 }, (_, n) => String.fromCharCode(97 + (n % 26))).join("");
  const { socket, said } = knock(head("Transfer-Encoding: chunked"));
  for (const letter of [text.slice(0, 20_000), text.slice(20_000)]) {
    socket.write([...letter].map((one) => inChunks(1, one)).join(""));
    await sleep(20);
  }
  socket.write(`${inChunks(1, "A".repeat(20_000))}${inChunks(3, "z")}${end}`);
  await expect.poll(said, { timeout: 10_000 }).toMatch(/taken/);
  expect(body).toBe(`${text}${"A".repeat(20_000)}zzz`);
  expect(pieces.length).toBeLessThanOrEqual(8);
});

it("reads on in small pieces what goes nowhere, and goes on with the next request", async () => {
  const { knock } = await listening((incoming, outgoing) => {
    outgoing.writeHead(incoming.method === "POST" ? 405 : 200, { "content-length": 2 }).end("no");
  });
  const { socket, said } = knock(head("Transfer-Encoding: chunked"));
  await expect.poll(said).toMatch(/ 405 /);
  const began = performance.now();
  // 6 MB in pieces of 1 KB.
  for (let n = 0; n < 60; n++) {
    if (!socket.write(inChunks(100, "x".repeat(1_024)))) await once(socket, "drain");
  }
  socket.write(`${end}GET / HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  await expect.poll(said, { timeout: 20_000 }).toMatch(/ 200 /);
  expect(performance.now() - began).toBeLessThan(15_000);
});

it("gives a share of memory back only to who had it", async () => {
  const megabytes = 10_000_000;
  const outcomes: string[] = [];
  const { knock } = await listening(async (incoming, outgoing) => {
    const outcome = await withBody(incoming, megabytes, async () => "taken").catch(({ code }) => String(code));
    outcomes.push(outcome);
    outgoing.writeHead(200, { "content-length": outcome.length }).end(outcome);
  });
  const slow = Array.from({ length: 6 }, () => knock(`${head(`Content-Length: ${megabytes}`)}x`));
  await sleep(200);
  // There is no room for another, now and after one was sent away.
  for (let n = 0; n < 3; n++) {
    knock(`${head(`Content-Length: ${megabytes}`)}x`);
    await sleep(100);
  }
  // There is for one that wants less, once those before it have given up.
  knock(`${head("Content-Length: 5000000")}${"x".repeat(5_000_000)}`);
  await expect
    .poll(() => outcomes, { timeout: 8_000, interval: 100 })
    .toEqual(["unavailable", "unavailable", "unavailable", "taken"]);
  for (const { socket } of slow) socket.destroy();
  await expect.poll(() => outcomes.length).toBe(10);
  const { said } = knock(`${head(`Content-Length: ${megabytes}`)}${"x".repeat(megabytes)}`);
  await expect.poll(said, { timeout: 10_000 }).toMatch(/taken$/);
}, 30_000);
