import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type MailSink, startMailSink } from "#lib/mail/testing.ts";
import { type OneHouse, oneHouse } from "./house.ts";

/** A thousand mails whose sender is ended with -9 again and again, to a mail server that is down, busy, refuses, and slow. */

const appUrl = "http://throughline.example";
const count = 980;
const kills = 8;
/** Mails that one process hands over at the same time. */
const atOnce = 10;

let house: OneHouse;
let sink: MailSink;

beforeAll(async () => {
  sink = await startMailSink();
  await sink.close();
  const env = { LOG_LEVEL: "warn", APP_URL: appUrl, SMTP_URL: sink.url, MAIL_FROM: "hello@throughline.example" };
  house = await oneHouse({ env });
}, 120_000);
afterAll(async () => {
  await house?.end();
  await sink?.close();
});

const addressOf = (n: number) => `person-${n}@initech.example`;
const states = async () => {
  const rows = await house.admin<{ state: string; count: number }[]>`
    select state, count(*)::int as count from mails group by state`;
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
};

it(`F11 ${count} mails with ${kills} kill -9 of their sender: nobody waits, everybody gets one, and a copy has the same Message-ID`, async () => {
  // The mail server is down: no request fails, and none takes longer for it.
  const began = performance.now();
  for (let from = 0; from < count; from += 20) {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        house.byKey("/invitations", { method: "POST", body: { email: addressOf(from + n), role: "viewer" } }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  }
  const ms = Math.round(performance.now() - began);
  expect(await states()).toEqual({ waiting: count });

  const port = Number(new URL(sink.url).port);
  sink = await startMailSink(port);
  // Those that were tried meanwhile wait for their next turn: it comes at once here, as it would some minutes later.
  const hurry = () => house.admin`
    update pgboss.job set start_after = now() where name = 'mail.deliver' and state in ('created', 'retry')`;
  const troubles = [
    { status: 451, waitMs: 0 },
    { status: 250, waitMs: 400 },
    { status: 250, waitMs: 0 },
  ];
  for (let kill = 0; kill < kills; kill++) {
    Object.assign(sink.answer, troubles[kill % troubles.length]);
    await hurry();
    const taken = sink.taken.length;
    for (const until = Date.now() + 40_000; Date.now() < until && sink.taken.length === taken; ) {
      if (sink.answer.status !== 250) break;
      await sleep(20);
    }
    await sleep(200 + Math.random() * 1_500);
    await house.instance.kill();
    await house.instance.restart();
  }
  Object.assign(sink.answer, { status: 250, waitMs: 0 });
  for (const until = Date.now() + 300_000; Date.now() < until && (await states()).waiting; await sleep(1_000)) {
    await hurry();
  }
  expect(await states()).toEqual({ sent: count });

  const received = Map.groupBy(sink.taken, ({ to }) => to[0] ?? "");
  expect(received.size).toBe(count);
  for (let n = 0; n < count; n++) expect(received.get(addressOf(n))?.length).toBeGreaterThanOrEqual(1);
  const copies = [...received.values()].filter((mails) => mails.length > 1);
  const duplicates = sink.taken.length - count;
  for (const mails of copies) expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1);
  expect(new Set(sink.taken.map(({ messageId }) => messageId)).size).toBe(count);
  expect(duplicates).toBeLessThanOrEqual(kills * atOnce);
  console.log("F11", JSON.stringify({ mails: count, kills, duplicates, requestsMs: ms }));
}, 900_000);

it("F11 a server that says 5xx is asked once for each mail, and the requests go on", async () => {
  Object.assign(sink.answer, { status: 550, waitMs: 0 });
  const from = sink.taken.length;
  const refused = ["one", "two", "three"].map((name) => `refused-${name}@initech.example`);
  for (const email of refused) {
    expect((await house.byKey("/invitations", { method: "POST", body: { email, role: "viewer" } })).status).toBe(201);
  }
  await expect.poll(async () => (await states()).refused, { timeout: 60_000, interval: 200 }).toBe(refused.length);
  Object.assign(sink.answer, { status: 250 });
  await sleep(3_000);
  expect(sink.taken.length).toBe(from);
});
