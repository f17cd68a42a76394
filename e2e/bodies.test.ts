import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OneHouse, oneHouse } from "./house.ts";

/** Bodies that are too large, lie about themselves or end early, sent byte by byte as no client library would. */

const mega = 1024 * 1024;
const limits = { json: 10 * mega, batch: 32 * mega, import: 4 * mega };

let house: OneHouse;
beforeAll(async () => {
  house = await oneHouse({ env: { IMPORT_MAX_BYTES: String(limits.import) } });
}, 120_000);
afterAll(() => house?.end());

type Answered = { status: number; ms: number; type: string; body: Record<string, unknown>; sent: number };
type Sending = {
  path?: string;
  headers?: Record<string, string>;
  /** What is sent after the head, piece by piece, as fast as it is taken. */
  pieces: Iterable<Buffer | string>;
  /** Ends the connection after the last piece instead of waiting for the answer. */
  cut?: boolean;
};

/** Sends and reads at once. `ms` is from the first byte of the body to the head of the answer; status 0: none came. */
function send({ path = "/ideas", headers = {}, pieces, cut = false }: Sending): Promise<Answered> {
  return new Promise((resolve) => {
    const socket = connect(house.instance.port, "127.0.0.1");
    const began = performance.now();
    const answered: Answered = { status: 0, ms: Number.POSITIVE_INFINITY, type: "", body: {}, sent: 0 };
    let text = "";
    const all = {
      host: "localhost",
      authorization: `Bearer ${house.key}`,
      "content-type": "application/json",
      ...headers,
    };
    const head = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
    socket.write(`POST /api/v1/workspaces/initech${path} HTTP/1.1\r\n${head.join("\r\n")}\r\n\r\n`);
    const rest = pieces[Symbol.iterator]();
    const pump = () => {
      while (!answered.status && !socket.destroyed) {
        const { value, done } = rest.next();
        if (done) {
          if (cut) socket.destroy();
          return;
        }
        answered.sent += value.length;
        if (!socket.write(value)) return void socket.once("drain", pump);
      }
    };
    socket.on("connect", pump);
    socket.setTimeout(15_000, () => socket.destroy());
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      const [top = "", body = ""] = text.split("\r\n\r\n", 2);
      if (!text.includes("\r\n\r\n") || top.startsWith("HTTP/1.1 100")) return;
      answered.status = Number(top.split(" ")[1]);
      if (answered.ms === Number.POSITIVE_INFINITY) answered.ms = performance.now() - began;
      answered.type = /content-type: ([^\r]+)/i.exec(top)?.[1] ?? "";
      const length = Number(/content-length: (\d+)/i.exec(top)?.[1] ?? 0);
      if (body.length < length) return;
      answered.body = answered.type.includes("json") ? JSON.parse(body) : {};
      socket.destroy();
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(answered));
  });
}

/** Bytes made on the way, never held at once. */
function* some(bytes: number, piece = Buffer.alloc(64 * 1024, "a")): Generator<Buffer> {
  for (let left = bytes; left > 0; left -= piece.length) yield left < piece.length ? piece.subarray(0, left) : piece;
}
function* chunked(pieces: Iterable<Buffer | string>, end = true): Generator<Buffer | string> {
  for (const piece of pieces) {
    const bytes = Buffer.from(piece);
    yield Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from("\r\n")]);
  }
  if (end) yield "0\r\n\r\n";
}
const inChunks = { "transfer-encoding": "chunked" };
const ndjson = { "content-type": "application/x-ndjson" };

const memoryOf = (field: "VmRSS" | "VmHWM") => {
  const status = readFileSync(`/proc/${house.instance.pid()}/status`, "utf8");
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
};
const rows = async (table: string) =>
  (await house.admin`select count(*)::int as n from ${house.admin(table)}`)[0]?.n as number;

const refusals: [told: string, path: string, limit: number, headers: Record<string, string>][] = [
  ["a record", "/ideas", limits.json, {}],
  ["a batch", "/feedback/batch", limits.batch, {}],
  ["an import", "/imports?format=throughline", limits.import, ndjson],
];

describe("a body over the limit", () => {
  it.each(refusals)(
    "I1 of %s is refused within a second, announced or in chunks, and leaves nothing",
    async (_, path, limit, headers) => {
      const [ideas, feedback, imports] = [await rows("ideas"), await rows("feedback"), await rows("import_chunks")];
      const announced = await send({
        path,
        headers: { ...headers, "content-length": String(limit + 1) },
        pieces: some(limit + 1),
      });
      expect(announced).toMatchObject({ status: 413, type: "application/problem+json", body: { status: 413 } });
      expect(announced.ms).toBeLessThan(1_000);
      // It is refused by what it announces, not by what has come.
      const silent = await send({ path, headers: { ...headers, "content-length": String(200 * mega) }, pieces: [] });
      expect(silent.status).toBe(413);
      expect(silent.ms).toBeLessThan(1_000);
      const began = performance.now();
      const inPieces = await send({ path, headers: { ...headers, ...inChunks }, pieces: chunked(some(limit + mega)) });
      expect(inPieces).toMatchObject({ status: 413, type: "application/problem+json", body: { title: "Too large" } });
      // A second after the byte too many at the latest; the bytes before take what they take.
      expect(performance.now() - began).toBeLessThan(1_000 + limit / 20_000);
      expect([await rows("ideas"), await rows("feedback"), await rows("import_chunks")]).toEqual([
        ideas,
        feedback,
        imports,
      ]);
    },
    30_000,
  );

  it("I1 and one exactly at the limit is not", async () => {
    const json = `{"title":"at the limit","problem":"","tags":[]${" ".repeat(limits.json - 47)}}`;
    const { status } = await send({ headers: { "content-length": String(json.length) }, pieces: [json] });
    expect([json.length, status]).toEqual([limits.json, 201]);
    const line = '{"source":"i1","externalId":"1","title":"T"}\n';
    const file = line + " ".repeat(limits.import - line.length);
    const sent = await send({
      path: "/imports?format=throughline",
      headers: { ...ndjson, "content-length": String(file.length) },
      pieces: [file],
    });
    expect(sent.status).toBe(202);
  });

  it("I1 twenty of 200 MB at once, announced or not, cost no memory, and a small request beside them is served", async () => {
    // Warm, so that what is measured is not the first use of everything.
    for (const [, path, limit, headers] of refusals) {
      await send({ path, headers: { ...headers, ...inChunks }, pieces: chunked(some(limit + 1)) });
    }
    const before = memoryOf("VmRSS");
    const statuses: number[] = [];
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, memoryOf("VmRSS"));
    }, 10);
    const crowd = Array.from({ length: 20 }, async (_, n) => {
      const [, path, , headers] = refusals[n % 3] ?? refusals[0] ?? ["", "", 0, {}];
      const announced = n % 4 === 0;
      const answer = await send({
        path,
        headers: { ...headers, ...(announced ? { "content-length": String(200 * mega) } : inChunks) },
        pieces: announced ? some(200 * mega) : chunked(some(200 * mega)),
      });
      statuses.push(answer.status);
      if (announced) expect(answer.ms).toBeLessThan(3_000);
    });
    const beside: number[] = [];
    for (let n = 0; n < 10; n++) beside.push((await house.byKey("/ideas?limit=1")).status);
    await Promise.all(crowd);
    clearInterval(watch);
    expect(beside).toEqual(Array(10).fill(200));
    // A crowd may also be told to come again.
    expect(statuses.filter((status) => status !== 413 && status !== 503)).toEqual([]);
    expect(statuses.filter((status) => status === 413).length).toBeGreaterThanOrEqual(10);
    expect(most - before).toBeLessThanOrEqual(100);
    expect((await house.byKey("/ideas", { method: "POST", body: { title: "After the crowd" } })).status).toBe(201);
  }, 60_000);

  it("I1 twenty of 9 MB at once, within the limit, share a budget: some are told to come again, memory stays", async () => {
    const before = memoryOf("VmRSS");
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, memoryOf("VmRSS"));
    }, 10);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        send({
          headers: n % 2 === 0 ? inChunks : { "content-length": String(9 * mega) },
          pieces: n % 2 === 0 ? chunked(some(9 * mega)) : some(9 * mega),
        }),
      ),
    );
    clearInterval(watch);
    // No JSON, so what was read is a 400.
    expect(answers.filter(({ status }) => status !== 400 && status !== 503)).toEqual([]);
    expect(answers.filter(({ status }) => status === 400).length).toBeGreaterThanOrEqual(6);
    expect(most - before).toBeLessThanOrEqual(150);
  }, 60_000);
});

describe("a body that is not what it says", () => {
  it("I1 ends before the length it announced: nothing is stored, by no route", async () => {
    const counts = async () => Promise.all(["ideas", "feedback", "imports", "import_chunks", "events"].map(rows));
    const before = await counts();
    const json = '{"title":"cut short"}';
    for (const [, path, , headers] of refusals) {
      const body = path.startsWith("/imports")
        ? '{"title":"cut short"}\n'
        : path.endsWith("batch")
          ? `{"items":[${json}]}`
          : json;
      const lying = String(body.length + 10);
      const { status } = await send({
        path,
        headers: { ...headers, "content-length": lying },
        pieces: [body],
        cut: true,
      });
      expect([path, status]).toEqual([path, 0]);
      await send({ path, headers: { ...headers, ...inChunks }, pieces: chunked([body], false), cut: true });
      await send({
        path,
        headers: { ...headers, ...inChunks },
        pieces: [`${(body.length + 9).toString(16)}\r\n${body}`],
        cut: true,
      });
    }
    await expect.poll(counts, { timeout: 5_000 }).toEqual(before);
    expect((await house.byKey("/ideas?limit=1")).status).toBe(200);
  });

  it("I1 goes on after the length it announced: the rest is no part of it", async () => {
    const json = '{"title":"as announced"}';
    const answer = await send({
      headers: { "content-length": String(json.length) },
      pieces: [`${json}GARBAGE{"title":"more"}`],
    });
    // The rest is no request, and may be told so before the one in front of it is through.
    expect([201, 400]).toContain(answer.status);
    const stored = () => house.admin`select title from ideas where title like '%announced%' or title = 'more'`;
    await expect.poll(async () => (await stored()).map(({ title }) => title)).toEqual(["as announced"]);
    const less = await send({ headers: { "content-length": String(json.length - 1) }, pieces: [json] });
    expect(less.status).toBe(400);
  });

  it("I1 says two lengths, a length and chunks, or chunks that are none: 400, and nothing is stored", async () => {
    const before = await rows("ideas");
    const json = '{"title":"smuggled"}';
    const length = String(json.length);
    const confused: Record<string, string>[] = [
      { "content-length": length, "transfer-encoding": "chunked" },
      { "content-length": `${length}\r\ncontent-length: 5` },
      { "content-length": "-1" },
      { "content-length": "1e3" },
      { "content-length": `${length}, ${length}` },
      { "transfer-encoding": "gzip, chunked, identity" },
    ];
    for (const headers of confused) {
      const { status } = await send({ headers, pieces: [json] });
      expect([headers, status]).toEqual([headers, 400]);
    }
    const { status } = await send({ headers: inChunks, pieces: ["zz\r\n", json] });
    expect(status).toBe(400);
    expect(await rows("ideas")).toBe(before);
  });

  it("I1 is compressed, be it a bomb: refused before it is opened", async () => {
    const bomb = gzipSync(Buffer.alloc(50 * mega, " "));
    const before = memoryOf("VmRSS");
    for (const [, path, , headers] of refusals) {
      for (const encoding of ["gzip", "deflate", "br", "gzip, gzip", "x"]) {
        const sent = { ...headers, "content-encoding": encoding, "content-length": String(bomb.length) };
        const answer = await send({ path, headers: sent, pieces: [bomb] });
        expect([path, encoding, answer.status, answer.type]).toEqual([path, encoding, 415, "application/problem+json"]);
      }
    }
    expect(memoryOf("VmRSS") - before).toBeLessThan(50);
  });

  it("I1 is one line of a megabyte, or brackets without end: answered, and not with a 500", async () => {
    const deep = "[".repeat(5 * mega);
    for (const [json, status] of [
      [`{"title":"${"x".repeat(mega)}"}`, 422],
      [`{"problem":"${"\\n".repeat(4 * mega)}","title":"T"}`, 422],
      [`{"title":${deep}${"]".repeat(deep.length - 20)}`, 400],
      [`{"title":${"[".repeat(mega)}${"]".repeat(mega)}}`, 422],
      [`{"title":"T","score":${'{"a":'.repeat(500_000)}1${"}".repeat(500_000)}}`, 422],
      [`{${Array.from({ length: 200_000 }, (_, n) => `"k${n}":1`).join(",")}}`, 422],
    ] as const) {
      const answer = await send({ headers: { "content-length": String(json.length) }, pieces: [json] });
      expect([json.slice(0, 20), answer.status]).toEqual([json.slice(0, 20), status]);
    }
  }, 30_000);
});

it.each([
  ["announced", { "content-length": String(30 * mega) }, () => some(30 * mega)],
  ["in chunks", inChunks, () => chunked(some(30 * mega))],
] as const)(
  "I1 a sender who listens only when all is sent hears of the refusal too, %s",
  async (_, headers, pieces) => {
    const socket = connect(house.instance.port, "127.0.0.1");
    const troubles: string[] = [];
    socket.on("error", ({ message }) => troubles.push(message));
    const all = {
      host: "localhost",
      authorization: `Bearer ${house.key}`,
      "content-type": "application/json",
      ...headers,
    };
    const head = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
    socket.write(`POST /api/v1/workspaces/initech/ideas HTTP/1.1\r\n${head.join("\r\n")}\r\n\r\n`);
    for (const piece of pieces()) {
      if (socket.destroyed) break;
      if (!socket.write(piece)) await once(socket, "drain", { signal: AbortSignal.timeout(5_000) });
    }
    const [answer] = await once(socket, "data", { signal: AbortSignal.timeout(5_000) });
    expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /);
    expect(troubles).toEqual([]);
    // The connection is good for another request.
    socket.write(`GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    const [next] = await once(socket, "data", { signal: AbortSignal.timeout(5_000) });
    expect(String(next)).toMatch(/^HTTP\/1\.1 200 /);
    socket.destroy();
  },
);
