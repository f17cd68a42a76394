import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { manyTickets } from "#lib/imports/testing.ts";
import { type Clock, movedClock, movedPostgres } from "./clock.ts";
import { type OneHouse, oneHouse, owner } from "./house.ts";
import { ask, signIn } from "./identity/browser.ts";
import { type Instance, startInstance } from "./instance.ts";

/**
 * The night in which the clocks of a workspace are set, with the database and a server at that night, the server's own
 * zone the same, and another server ten minutes further.
 */

const base = "/api/v1/workspaces/initech";
const env = { LOG_LEVEL: "warn", TZ: "Europe/Berlin" };
let clock: Clock;
let further: Clock;
let house: OneHouse;
let other: Instance;

/** Both of them, and the database, which notices within two seconds. */
async function moveTo(instant: string, secondsBefore: number) {
  const seconds = (Date.parse(instant) - Date.now()) / 1_000 - secondsBefore;
  clock.move(seconds);
  further.move(seconds + 600);
  await sleep(2_500);
  const [row] = await house.admin`select extract(epoch from clock_timestamp())::float8 * 1000 as now`;
  expect(Math.abs(Number(row?.now) - clock.now())).toBeLessThan(1_000);
}

beforeAll(async () => {
  const seconds = (Date.parse("2026-03-28T12:00:00Z") - Date.now()) / 1_000;
  clock = movedClock(seconds);
  further = movedClock(seconds + 600);
  house = await oneHouse({ env: { ...env, ...clock.env }, on: () => movedPostgres(clock) });
  other = await startInstance({ databaseUrl: house.databaseUrl, env: { ...env, ...further.env } });
  const zoned = await house.byKey("", { method: "PATCH", body: { timeZone: "Europe/Berlin" } });
  expect([zoned.status, zoned.answer.timeZone]).toEqual([200, "Europe/Berlin"]);
}, 180_000);
afterAll(async () => {
  await other?.stop();
  await house?.end();
  for (const one of [clock, further]) one?.end();
});

const nights = [
  {
    name: "forward",
    switches: "2026-03-29T01:00:00Z",
    midnight: "2026-03-29T22:00:00Z",
    days: ["2026-03-30", "2026-03-31"],
  },
  {
    name: "back",
    switches: "2026-10-25T01:00:00Z",
    midnight: "2026-10-25T23:00:00Z",
    days: ["2026-10-26", "2026-10-27"],
  },
];

describe.each(nights)("the clocks go $name", ({ name, switches, midnight, days: [day = "", dayAfter = ""] }) => {
  it("F12 sessions, keys, lists, Idempotency-Keys and an import go through the switch as through any other minute", async () => {
    await moveTo(switches, 15);
    const { cookie } = await signIn(house.instance.url, owner);
    const headers = { authorization: `Bearer ${house.key}` };
    const count = 1_500;
    const upload = await fetch(`${house.instance.url}${base}/imports?format=throughline`, {
      method: "POST",
      body: `${manyTickets(count)
        .map((line) => line.replace(/"externalId": ?"/, `$&${name}-`))
        .join("\n")}\n`,
      headers: { ...headers, "content-type": "application/x-ndjson" },
    });
    expect(upload.status).toBe(202);
    const { id } = (await upload.json()) as { id: string };
    const bad: string[] = [];
    const made: string[] = [];
    const first = { title: "Before", source: name };
    // A lock that the import has may be waited for too short by a PostgreSQL whose clock was just moved: its patience ends
    // by that clock. The answer says when to come again, and coming again does it.
    const write = async (url: string, key: string, body: object) => {
      const send = () =>
        ask(url, `${base}/feedback`, { method: "POST", body, headers: { ...headers, "idempotency-key": key } });
      const written = await send();
      if (written.status !== 503) return written;
      await sleep(Number(written.headers.get("retry-after")) * 1_000);
      return send();
    };
    const before = await write(house.instance.url, `${name}-first`, first);
    expect(before.status).toBe(201);
    while (clock.now() < Date.parse(switches) + 10_000) {
      for (const { url } of [house.instance, other]) {
        const written = await write(url, `${name}-${made.length}`, { title: `At ${clock.now()}`, source: name });
        made.push(String(written.answer.id));
        const asked = [
          written,
          await ask(url, "/api/v1/session", { headers: { cookie } }),
          await ask(url, `${base}/feedback?limit=20`, { headers }),
          await ask(url, "/readyz"),
          await ask(url, "/w/initech/ideas", { headers: { cookie } }),
        ];
        for (const { status, text } of asked) if (status >= 300) bad.push(`${status} ${text.slice(0, 200)}`);
      }
      await sleep(200);
    }
    expect(bad).toEqual([]);
    const again = await write(other.url, `${name}-first`, first);
    expect([again.status, again.headers.get("idempotent-replayed"), again.answer.id]).toEqual([
      ...[201, "true", before.answer.id],
    ]);
    const state = async () => (await house.byKey(`/imports/${id}`)).answer.state;
    await expect.poll(state, { timeout: 60_000 }).toBe("done");
    const walked: string[] = [];
    for (let cursor: unknown = "", n = 0; cursor !== null; n++) {
      const { url } = n % 2 === 0 ? house.instance : other;
      const at = cursor === "" ? "" : `&cursor=${cursor}`;
      const { status, answer } = await ask(url, `${base}/feedback?source=${name}&limit=50${at}`, { headers });
      expect(status).toBe(200);
      walked.push(...(answer.data as { id: string }[]).map((row) => row.id));
      cursor = answer.nextCursor;
    }
    expect(walked.length).toBe(new Set(walked).size);
    expect(walked).toEqual(expect.arrayContaining([String(before.answer.id), ...made]));
  }, 180_000);

  it("F12 the day ends with the workspace's own midnight: a card may be done while its review is yet to come", async () => {
    const metric = await house.byKey("/metrics", { method: "POST", body: { key: name, name } });
    expect(metric.status).toBe(201);
    /** A card whose review is due on a day, and what it is told when it is moved to done. */
    const done = async (dueOn: string, at: Instance) => {
      const body = { title: `Due on ${dueOn}`, horizon: "now" };
      const card = await house.byKey("/initiatives", { method: "POST", body });
      expect(card.status).toBe(201);
      const bet = { metricId: metric.answer.id, expected: 10, dueOn };
      const made = await house.byKey(`/initiatives/${card.answer.id}/outcomes`, { method: "POST", body: bet });
      expect(made.status).toBe(201);
      const headers = { authorization: `Bearer ${house.key}` };
      const move = { method: "POST", headers, body: { horizon: "done" } };
      return (await ask(at.url, `${base}/initiatives/${card.answer.id}/move`, move)).status;
    };
    await moveTo(midnight, 60);
    expect(await done(day, house.instance)).toBe(200);
    expect(await done(dayAfter, house.instance)).toBe(200);
    // This server is in the next day already; where it and the database differ the stricter one decides.
    expect(await done(day, other)).toBe(409);
    expect(await done(dayAfter, other)).toBe(200);
    await moveTo(midnight, -5);
    expect(await done(day, house.instance)).toBe(409);
    expect(await done(dayAfter, house.instance)).toBe(200);
    // And one that is still in the day before is told by the database.
    further.move((Date.parse(midnight) - Date.now()) / 1_000 - 300);
    await sleep(200);
    expect(await done(day, other)).toBe(409);
    expect(await done(dayAfter, other)).toBe(200);
  }, 60_000);
});
