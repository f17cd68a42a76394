import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { turn } from "#db/migrate.ts";
import { migrationNames } from "#db/migrations.ts";
import { type DatabaseProxy, startProxy } from "#db/testing/proxy.ts";
import { freshDatabase } from "#db/testing.ts";
import { type OneHouse, oneHouse } from "./house.ts";
import { ask, claim, tokenIn } from "./identity/browser.ts";
import { startInstance } from "./instance.ts";

/** What happens once, whoever is killed and whoever tries at the same time. */

describe("a server killed with -9 between execution and answer", () => {
  let house: OneHouse;
  let proxy: DatabaseProxy;
  /** What tells the transaction that counts, and what becomes of its commit: it never arrives, or its answer never does. */
  let wanted: { mark: string; becomes: "lost" | "done"; reached: () => void } | null = null;
  let marked: number | null = null;

  const watch = (chunk: Buffer, connection: number) => {
    if (!wanted) return;
    const text = chunk.toString("latin1");
    if (text.includes(wanted.mark)) marked = connection;
    if (connection !== marked || !/Q....commit\0/s.test(text)) return;
    if (wanted.becomes === "lost") void proxy.be("silent");
    // Once it has gone, and before anything can have come back.
    else queueMicrotask(() => void proxy.be("silent"));
    wanted.reached();
    wanted = marked = null;
  };

  beforeAll(async () => {
    const through = async (url: string) => {
      proxy = await startProxy(url, watch);
      return proxy.url;
    };
    house = await oneHouse({ env: { WORKERS: "0" }, through });
  }, 120_000);
  afterAll(async () => {
    await house?.end();
    await proxy?.close();
  });

  type Sent = [path: string, headers: Record<string, string>, body: string];
  const json = { "content-type": "application/json" };
  const items = Array.from({ length: 200 }, (_, n) => ({ source: "m4", externalId: `${n}`, title: `T ${n}` }));
  const requests: Record<"record" | "batch" | "import", Sent> = {
    record: ["/ideas", json, '{"title":"Once"}'],
    batch: ["/feedback/batch", json, JSON.stringify({ items })],
    import: ["/imports?format=throughline", { "content-type": "application/x-ndjson" }, '{"title":"once"}\n'],
  };

  async function send([path, headers, body]: Sent, key: string) {
    const answer = await fetch(`${house.instance.url}/api/v1/workspaces/initech${path}`, {
      method: "POST",
      headers: { ...headers, authorization: `Bearer ${house.key}`, "idempotency-key": key },
      body,
    });
    return { status: answer.status, replayed: answer.headers.get("idempotent-replayed"), text: await answer.text() };
  }
  /** As a client does that was told nothing, or to come again. */
  async function insist(sent: Sent, key: string): ReturnType<typeof send> {
    const answer = await send(sent, key).catch(() => null);
    return answer && ![409, 503].includes(answer.status) ? answer : insist(sent, key);
  }
  type Figures = { ideas: number; feedback: number; imports: number; events: number };
  const figures = async () => {
    const [row] = await house.admin`
      select (select count(*)::int from ideas) as ideas, (select count(*)::int from feedback) as feedback,
        (select count(*)::int from imports where state <> 'receiving') as imports,
        (select count(*)::int from events where action in ('idea.created', 'feedback.created')) as events`;
    return row as Figures;
  };

  const cases: [kind: keyof typeof requests, becomes: "lost" | "done", more: Partial<Figures>][] = [
    ["record", "done", { ideas: 1, events: 1 }],
    ["record", "lost", { ideas: 1, events: 1 }],
    ["batch", "done", { feedback: 200, events: 200 }],
    ["import", "done", { imports: 1 }],
  ];
  it.each(cases)(
    "M4 a %s whose commit is %s is finished once by the retry",
    async (kind, becomes, more) => {
      const before = await figures();
      const key = `${kind} ${becomes}`;
      const reached = new Promise<void>((resolve) => {
        // An upload is stored in several transactions; the last one keeps the answer.
        wanted = { mark: kind === "import" ? '"queued"' : key, becomes, reached: resolve };
      });
      const first = send(requests[kind], key).then(
        () => "answered",
        () => "cut off",
      );
      await reached;
      await house.instance.kill();
      expect(await first).toBe("cut off");
      await proxy.be("pass");
      await house.instance.restart();
      const second = await insist(requests[kind], key);
      expect([second.status < 300, second.replayed]).toEqual([true, becomes === "done" ? "true" : null]);
      expect(await insist(requests[kind], key)).toEqual({ ...second, replayed: "true" });
      const after = await figures();
      const grown = Object.entries(more).map(([name]) => [
        name,
        after[name as keyof Figures] - before[name as keyof Figures],
      ]);
      expect(Object.fromEntries(grown)).toEqual(more);
    },
    60_000,
  );
});

it("C8 three servers that start together on an empty database: migrated once, all ready, one instance", async () => {
  const { url, adminUrl, drop } = await freshDatabase({ migrated: false });
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  // Somebody else's turn, until all three wait for theirs: so they do come together.
  await admin`select pg_advisory_lock(${turn})`;
  const starting = Promise.all(Array.from({ length: 3 }, () => startInstance({ databaseUrl: url })));
  const sessions = () => admin`
    select count(*)::int as n, to_regclass('schema_migrations')::text as made from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`;
  await expect.poll(sessions, { timeout: 20_000 }).toMatchObject([{ n: 3, made: null }]);
  await admin`select pg_advisory_unlock(${turn})`;
  const servers = await starting;
  try {
    for (const server of servers) {
      expect((await ask(server.url, "/readyz")).answer).toEqual({ status: "ready" });
      expect(server.logs()).not.toMatch(/"level":(50|60)/);
    }
    const journal = await admin`select name from schema_migrations order by name`;
    expect(journal.map(({ name }) => name)).toEqual(await migrationNames());
    const [queue] = await admin`select count(*)::int as n from pgboss.version`;
    expect(queue?.n).toBe(1);
    // One instance: the same token everywhere, and what one has claimed the others know.
    expect(new Set(servers.map(tokenIn)).size).toBe(1);
    const dana = { email: "dana@initech.example", password: "correct horse battery" };
    const claims = await Promise.all(servers.map((server) => claim(server.url, tokenIn(server), dana)));
    expect(claims.map(({ status }) => status).sort()).toEqual([201, 404, 404]);
    for (const server of servers) expect((await ask(server.url, "/claim")).text).toContain("has an owner");
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await admin.end();
    await drop();
  }
}, 60_000);
