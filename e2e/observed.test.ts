import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startProxy } from "#db/testing/proxy.ts";
import { type OneHouse, oneHouse, raw } from "./house.ts";
import { ask } from "./identity/browser.ts";
import { startInstance } from "./instance.ts";

/** What those who run a server see of it: probes, figures and the log. */

let house: OneHouse;
beforeAll(async () => {
  house = await oneHouse();
}, 120_000);
afterAll(() => house?.end());

type Entry = {
  level: number;
  msg: string;
  requestId?: string;
  operation?: string;
  job?: string;
  [name: string]: unknown;
};

/** Everything in the log, line by line; what is no entry comes as it is. */
const lines = () =>
  house.instance
    .logs()
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("Throughline is ready: "));
const entries = () => lines().map((line) => JSON.parse(line) as Entry);
const entry = (wanted: (one: Entry) => boolean) =>
  expect.poll(() => entries().find(wanted), { timeout: 10_000, message: "an entry of the log" }).toBeDefined();

/** The sum of a figure of /metrics over those of its labels that contain `label`. */
async function figure(name: string, label = ""): Promise<number> {
  const { text } = await ask(house.instance.url, "/metrics");
  const found = [...text.matchAll(new RegExp(`^${name}(\\{.*\\})? (\\d+)$`, "gm"))];
  return found.filter(([, labels = ""]) => labels.includes(label)).reduce((sum, [, , value]) => sum + Number(value), 0);
}

const inTurns = async <T>(items: T[], work: (item: T) => Promise<void>, atOnce = 8) => {
  const rest = [...items];
  const worker = async () => {
    for (let item = rest.pop(); item !== undefined; item = rest.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
};

describe("a request's id", () => {
  it("O3 of 1,000 requests stands in the answer, the problem, the history and the log", async () => {
    const { instance, cookie, byKey, admin } = house;
    type Sent = { id: string; status: number; event: string | null };
    const sent: Sent[] = [];
    await inTurns(
      Array.from({ length: 1_000 }, (_, n) => n),
      async (n) => {
        const id = `o3_${n}-${Math.random().toString(36).slice(2)}`;
        const headers = { "x-request-id": id };
        const answer =
          n % 20 === 0
            ? await ask(instance.url, n % 40 === 0 ? "/w/initech/metrics" : "/sign-in", {
                headers: { ...headers, cookie },
              })
            : n % 20 === 1
              ? await byKey("/ideas", { method: "POST", body: { title: `Idea ${n}` }, headers })
              : n % 5 === 2
                ? await byKey("/ideas/none", { headers })
                : n % 5 === 3
                  ? await ask(instance.url, "/api/v1/workspaces/initech/ideas", { headers })
                  : await byKey("/ideas?limit=1", { headers });
        expect(answer.headers.get("x-request-id")).toBe(id);
        if (answer.status >= 400) expect(answer.answer.requestId).toBe(id);
        sent.push({ id, status: answer.status, event: answer.headers.get("event-id") });
      },
    );
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([200, 201, 307, 401, 404]));
    await entry(({ requestId, msg }) => msg === "request" && requestId === sent.at(-1)?.id);
    const logged = Map.groupBy(
      entries().filter(({ msg }) => msg === "request"),
      ({ requestId }) => requestId,
    );
    expect(
      sent.filter(({ id, status }) => logged.get(id)?.length !== 1 || logged.get(id)?.[0]?.status !== status),
    ).toEqual([]);
    const written = sent.filter(({ event }) => event !== null);
    expect(written.length).toBe(50);
    const rows = await admin`select id, request_id as "requestId" from events where request_id like 'o3\\_%'`;
    const known = new Map(rows.map((row) => [row.id, row.requestId]));
    for (const { id, event } of written) expect(known.get(event)).toBe(id);
  }, 120_000);

  it("O3 goes with the work that a job does later", async () => {
    const { instance, key } = house;
    const ids = Array.from({ length: 5 }, (_, n) => `o3-job-${n}`);
    for (const [n, id] of ids.entries()) {
      const { status } = await fetch(`${instance.url}/api/v1/workspaces/initech/imports?format=throughline`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson", "x-request-id": id },
        body: `{"source":"o3","externalId":"${n}","title":"T"}\n`,
      });
      expect(status).toBe(202);
    }
    for (const id of ids) {
      await entry(({ msg, job, requestId }) => msg === "job done" && job !== undefined && requestId === id);
      const [event] = await house.admin`
        select count(*)::int as n from events where action = 'feedback.created' and request_id = ${id}`;
      expect(event?.n).toBe(1);
    }
  }, 60_000);

  it("O3 is taken from a client only when it is harmless", async () => {
    const hostile = [
      "a b",
      "x".repeat(65),
      "\u00e9",
      '"><script>',
      "a/b",
      "a\tb",
      "{}",
      '","level":60,"x":"',
      "%0d%0a",
      "a,b",
      "\x1b[31m",
    ];
    for (const id of hostile) {
      const { headers, text } = await raw(house.instance.url, "GET", "/api/v1/workspaces/initech/ideas", {
        "x-request-id": Buffer.from(id).toString("latin1"),
      }).catch(() => raw(house.instance.url, "GET", "/api/v1/workspaces/initech/ideas"));
      expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
      expect(JSON.parse(text).requestId).toBe(headers["x-request-id"]);
    }
    for (const id of ["A-z_0", "x".repeat(64)]) {
      const { headers } = await raw(house.instance.url, "GET", "/healthz", { "x-request-id": id });
      expect(headers["x-request-id"]).toBe(id);
    }
  });
});

/** Sends bytes as they are and reads what comes back until the connection ends. */
const bytes = (text: string) =>
  new Promise<string>((resolve) => {
    const socket = connect(house.instance.port, "127.0.0.1");
    let answer = "";
    socket.setTimeout(3_000, () => socket.destroy());
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(answer));
    socket.end(Buffer.from(text, "latin1"));
  });

describe("the log", () => {
  it("O5 is one JSON object a line, whatever people send and whatever fails", async () => {
    const { instance, byKey, cookie, admin } = house;
    const before = lines().length;
    const secret = "CANARY-OF-THE-LOG";
    const nasty = [
      `${secret}\r\n{"level":60,"msg":"forged"}`,
      `${secret}\u001b[31mred\u001b[0m\u0007`,
      `${secret}"},{"level":60}`,
      `${secret}\u2028\u2029\u0085`,
      `${secret}\\"\\\\\\u0000`,
      `${secret}${"{".repeat(200)}`,
      `${secret}%s %o %j %n`,
      `${secret}\uff02\u0000`,
    ];
    for (const text of nasty) {
      const coded = encodeURIComponent(text);
      await byKey(`/search?q=${coded}`);
      await byKey(`/ideas/${coded}`);
      await byKey(`/ideas?${coded}=1`);
      await byKey("/ideas", { method: "POST", body: { title: text, [text]: text } });
      await ask(instance.url, `/w/${coded}/ideas`, { headers: { cookie } });
      await ask(instance.url, `/${coded}?x=${coded}`);
      const ascii = text.replace(/[^\x20-\x7e]/g, "?");
      const headers = {
        "user-agent": ascii,
        authorization: ascii,
        cookie: ascii,
        "idempotency-key": ascii,
        "if-match": ascii,
      };
      await raw(instance.url, "PATCH", "/api/v1/workspaces/initech", { ...headers, origin: ascii });
      await raw(instance.url, "GET", "/w/initech/ideas", { ...headers, referer: ascii });
    }
    for (const text of [
      "\x16\x03\x01\x02",
      "GET\r\n\r\n",
      `GET / HTTP/1.1\r\n${secret}\r\n\r\n`,
      "GET / HTTP/9.9\r\n\r\n",
      "\r\n\x1b[2J\r\n",
    ]) {
      expect(await bytes(text)).toMatch(/^HTTP\/1\.1 4\d\d /);
    }
    // What fails inside a page is told by a library, on the console.
    await admin`alter table idea_totals rename to idea_totals_elsewhere`;
    await ask(instance.url, `/w/initech/ideas?tag=${secret}`, { headers: { cookie } });
    expect((await byKey(`/ideas?sort=companies&tag=${secret}`)).status).toBe(500);
    await admin`alter table idea_totals_elsewhere rename to idea_totals`;
    await entry(({ msg }) => msg === "page failed");
    const written = lines().slice(before);
    expect(written.length).toBeGreaterThan(nasty.length * 8);
    const broken = written.filter((line) => {
      try {
        return typeof JSON.parse(line).level !== "number";
      } catch {
        return true;
      }
    });
    expect(broken).toEqual([]);
    expect(entries().filter(({ msg, level }) => msg === "forged" || level === 60)).toEqual([]);
    // Ids, counts and codes: nothing of what people wrote.
    expect(written.filter((line) => line.includes(secret))).toEqual([]);
    expect(written.filter((line) => /dana@|correct horse|tl_[0-9a-f]{32}_/.test(line))).toEqual([]);
  }, 60_000);
});

describe("an error that nobody foresaw", () => {
  const inside = /relation|42P01|select|\.ts\b|\.js:\d|node_modules|\bat \w/i;

  it("O6 in an operation: its id outside, its stack inside, one more in the figures, and the process goes on", async () => {
    const { admin, byKey } = house;
    const before = await figure("throughline_errors_total", "api");
    await admin`alter table ideas rename to ideas_elsewhere`;
    const { status, headers, answer, text } = await byKey("/ideas");
    const written = await byKey("/ideas", { method: "POST", body: { title: "T" } });
    await admin`alter table ideas_elsewhere rename to ideas`;
    expect([status, written.status]).toEqual([500, 500]);
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(Object.keys(answer).sort()).toEqual(["detail", "requestId", "status", "title", "type"]);
    expect(text).not.toMatch(inside);
    await entry(({ msg, requestId }) => msg === "unexpected error" && requestId === answer.requestId);
    const found = entries().find(({ msg, requestId }) => msg === "unexpected error" && requestId === answer.requestId);
    expect(found).toMatchObject({ level: 50, operation: "idea.list", error: { sqlState: "42P01" } });
    expect(JSON.stringify(found)).toMatch(/[ (]lib\/ideas\/queries\.ts:\d+:\d+/);
    expect(await figure("throughline_errors_total", "api")).toBe(before + 2);
    expect((await byKey("/ideas")).status).toBe(200);
  });

  it("O6 in a page: the same", async () => {
    const { admin, instance, cookie } = house;
    const before = await figure("throughline_errors_total", "page");
    await admin`alter table memberships rename to memberships_elsewhere`;
    const { status, text, headers } = await ask(instance.url, "/w/initech/roadmap", { headers: { cookie } });
    await admin`alter table memberships_elsewhere rename to memberships`;
    expect(status).toBe(500);
    expect(text).not.toMatch(/relation|42P01|memberships|\.ts:\d|node_modules/i);
    const id = headers.get("x-request-id");
    await entry(({ msg, requestId }) => msg === "page failed" && requestId === id);
    const found = entries().find(({ msg, requestId }) => msg === "page failed" && requestId === id);
    expect(found).toMatchObject({ level: 50, error: { sqlState: "42P01" } });
    // What the page shows for an id leads to the same entry.
    expect(text).toContain(String(found?.digest));
    expect(await figure("throughline_errors_total", "page")).toBeGreaterThan(before);
    expect((await ask(instance.url, "/w/initech/roadmap", { headers: { cookie } })).status).toBe(200);
  });

  it("O6 in a job: the same", async () => {
    const { admin, instance, key, byKey } = house;
    const before = await figure("throughline_jobs_ended", "deadletter");
    const from = lines().length;
    await admin`alter table feedback rename to feedback_elsewhere`;
    const sent = await fetch(`${instance.url}/api/v1/workspaces/initech/imports?format=throughline`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" },
      body: '{"source":"o6","externalId":"1","title":"T"}\n',
    });
    const { id } = (await sent.json()) as { id: string };
    await expect.poll(() => figure("throughline_jobs_ended", "deadletter"), { timeout: 20_000 }).toBe(before + 1);
    await admin`alter table feedback_elsewhere rename to feedback`;
    const { answer, text } = await byKey(`/imports/${id}`);
    expect(answer.state).toBe("failed");
    expect(text).not.toMatch(inside);
    const told = lines()
      .slice(from)
      .filter((line) => line.includes('"job failed"'));
    expect(told).toContainEqual(expect.stringMatching(/"sqlState":"42P01".*[ (]lib\/(feedback|imports)\//));
    const again = await fetch(`${instance.url}/api/v1/workspaces/initech/imports?format=throughline`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" },
      body: '{"source":"o6","externalId":"2","title":"T"}\n',
    });
    const next = (await again.json()) as { id: string };
    await expect.poll(async () => (await byKey(`/imports/${next.id}`)).answer.state, { timeout: 10_000 }).toBe("done");
  }, 60_000);
});

describe("the probes", () => {
  type Probe = { status: number; reason: unknown; ms: number };
  const probe = async (url: string, path: string): Promise<Probe> => {
    const began = performance.now();
    const { status, answer } = await ask(url, path);
    return { status, reason: answer.reason, ms: performance.now() - began };
  };
  /** Alive, and not ready for this reason, both told at once. */
  async function expectNotReady(url: string, reason: RegExp) {
    const waits: number[] = [];
    for (let n = 0; n < 3; n++) {
      const [alive, ready] = [await probe(url, "/healthz"), await probe(url, "/readyz")];
      expect([alive.status, ready.status]).toEqual([200, 503]);
      expect(ready.reason).toMatch(reason);
      waits.push(Math.max(alive.ms, ready.ms));
    }
    // The best of three: the machine may be busy with something else.
    expect(Math.min(...waits)).toBeLessThan(500);
  }

  it("O1 when all is well", async () => {
    const { url } = house.instance;
    expect((await probe(url, "/healthz")).status).toBe(200);
    expect(await probe(url, "/readyz")).toMatchObject({ status: 200, reason: undefined });
    for (const path of ["/healthz", "/readyz", "/metrics"]) {
      const { status, headers } = await raw(url, "POST", path, {}, "{}");
      expect([path, status, headers.allow]).toEqual([path, 405, "GET, HEAD"]);
    }
    expect((await ask(url, "/metrics", { headers: { "x-forwarded-for": "203.0.113.7" } })).status).toBe(404);
  });

  it("O1 when a migration is pending", async () => {
    const { admin, instance } = house;
    const [row] = await admin`
      delete from schema_migrations where name = (select max(name) from schema_migrations) returning *`;
    await expectNotReady(instance.url, new RegExp(String(row?.name)));
    await admin`insert into schema_migrations ${admin([row ?? {}])}`;
    expect((await probe(instance.url, "/readyz")).status).toBe(200);
  });

  it("O1 when the pool is full", async () => {
    const { admin, instance, byKey } = house;
    let slow: Promise<unknown> = Promise.resolve();
    await admin.begin(async (sql) => {
      // No one kind of work may take them all, and what is asked twice at once is read once.
      await sql`lock table feedback, ideas in access exclusive mode`;
      const asked = ["/feedback", "/ideas"].flatMap((path) =>
        Array.from({ length: 12 }, (_, n) => `${path}?limit=${n + 1}`),
      );
      slow = Promise.all(asked.map((path) => byKey(path)));
      await expect.poll(() => figure("throughline_database_connections", "busy")).toBeGreaterThanOrEqual(12);
      await expectNotReady(instance.url, /^every connection to the database is busy$/);
    });
    await slow;
    expect((await probe(instance.url, "/readyz")).status).toBe(200);
  }, 30_000);

  it("O1 when the database is away or says nothing, and when the server is going", async () => {
    const { url } = house.instance;
    // A second server, with something between it and its database.
    const proxy = await startProxy(house.databaseUrl);
    const second = await startInstance({
      databaseUrl: proxy.url,
      env: { DATABASE_MIGRATION_URL: house.databaseUrl, WORKERS: "0" },
    });
    try {
      for (const mood of ["down", "silent", "closing"] as const) {
        await proxy.be(mood);
        await expect.poll(() => probe(second.url, "/readyz"), { timeout: 5_000 }).toMatchObject({ status: 503 });
        await expectNotReady(second.url, /does not answer|cannot be reached/);
        await proxy.be("pass");
        await expect.poll(() => probe(second.url, "/readyz"), { timeout: 10_000 }).toMatchObject({ status: 200 });
      }
      const socket = connect(second.port, "127.0.0.1");
      const answered = new Promise<string>((resolve) => socket.on("data", (data) => resolve(data.toString())));
      // A request on its way keeps the connection, and the server, for as long as it takes.
      socket.write("GET /readyz HTTP/1.1\r\nHost: localhost\r\n");
      await sleep(100);
      const stopped = second.stop();
      await expect.poll(() => second.logs()).toContain('"stopping"');
      socket.write("\r\n");
      const answer = await answered;
      expect(answer).toMatch(/^HTTP\/1\.1 503 /);
      expect(answer).toContain("the server is shutting down");
      expect(await stopped).toMatchObject({ code: 0 });
    } finally {
      await second.kill();
      await proxy.close();
    }
    expect((await probe(url, "/readyz")).status).toBe(200);
  }, 60_000);
});
