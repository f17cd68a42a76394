import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { database, useDatabase } from "#db/client.ts";
import { freshDatabase } from "#db/testing.ts";
import { within } from "#lib/core/operation.ts";
import { type RunningJobs, startJobs } from "#lib/jobs/queue.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { deliverMail } from "./jobs.ts";
import type { Letter } from "./letter.ts";
import { worded } from "./letter.ts";
import { sendMail } from "./send.ts";
import { sweepMails } from "./sweep.ts";
import { type MailSink, startMailSink, startSilentServer } from "./testing.ts";

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let jobs: RunningJobs;
let sink: MailSink;
let own: TestWorkspace;
let admin: postgres.Sql;
let n = 0;
const addressed = (to = `dana${++n}@initech.example`): Letter => ({ to, subject: "Hello", paragraphs: ["Hello."] });
const send = (told: Letter, giveUpAt?: Date) =>
  within(own.actors.owner, "write", (scope) => sendMail(scope, told, giveUpAt ? { giveUpAt } : {}));
const rowOf = async (id: string | null) => {
  const [row] = await admin`select state, sealed, address_hash, tries, ended_at from mails where id = ${id}`;
  return row ?? {};
};
async function ended(id: string | null, state: string) {
  for (const until = Date.now() + 45_000; Date.now() < until; await sleep(100)) {
    if ((await rowOf(id)).state === state) return rowOf(id);
  }
  throw new Error(`the mail is ${(await rowOf(id)).state}, not ${state}`);
}

beforeAll(async () => {
  fresh = await freshDatabase();
  useDatabase(fresh.url, 8);
  process.env.APP_URL = "https://throughline.example";
  process.env.MAIL_FROM = "Throughline <hello@throughline.example>";
  own = await newTestWorkspace();
  admin = postgres(fresh.adminUrl, { max: 1, onnotice: () => {} });
  jobs = await startJobs({ url: fresh.url, jobs: [deliverMail] });
});
beforeEach(async () => {
  sink = await startMailSink();
  process.env.SMTP_URL = sink.url;
  return () => sink.close();
});
afterAll(async () => {
  await jobs.stop();
  await admin.end();
  await database().close();
  await fresh.drop();
  useDatabase(inject("databaseUrl"), 6);
});

describe("a mail", () => {
  test("is sent when its transaction commits, and never when it does not", async () => {
    const [one, two] = [addressed(), addressed()];
    const undone = within(own.actors.owner, "write", async (scope) => {
      await sendMail(scope, two);
      throw new Error("changed my mind");
    });
    await expect(undone).rejects.toThrow("changed my mind");
    const id = await send(one);
    const mail = await sink.mailTo(one.to);
    expect(mail).toMatchObject({ from: "hello@throughline.example", to: [one.to], subject: "Hello" });
    expect(mail.messageId).toBe(`<${id}@throughline.example>`);
    await ended(id, "sent");
    expect(sink.taken).toHaveLength(1);
  });

  test("cannot be read in the outbox, and nothing of it stays there once it was sent", async () => {
    sink.answer.status = 451;
    const told = { ...addressed(), paragraphs: ["CANARY words", { label: "Open", path: "/invitations/CANARY-token" }] };
    const id = await send(told);
    const waiting = await rowOf(id);
    expect(waiting.state).toBe("waiting");
    expect(JSON.stringify(waiting)).not.toMatch(new RegExp(`CANARY|${told.to}`));
    const [queued] = await admin`select data from pgboss.job where data->'input'->>'mailId' = ${id}`;
    expect(queued?.data).toMatchObject({ workspaceId: own.workspace.id, input: { mailId: id } });
    expect(JSON.stringify(queued?.data)).not.toContain(told.to);
    sink.answer.status = 250;
    await sink.mailTo(told.to);
    expect(await ended(id, "sent")).toMatchObject({ sealed: null });
  });

  test("has its words twice, as text and as HTML in which nothing is markup, and links of APP_URL", async () => {
    const told: Letter = {
      to: "dana@initech.example",
      subject: "<b>Acme</b>\r\nBcc: eve@attacker.example",
      paragraphs: [
        "<img src=x onerror=\"alert(1)\"> & 'more'",
        { label: "Join </a><script>", path: '/invitations/a"b' },
      ],
      unsubscribe: "/unsubscribe/token",
    };
    const { subject, text, html } = await worded(told, "https://throughline.example");
    expect(subject).toBe("<b>Acme</b> Bcc: eve@attacker.example");
    expect(text).toContain('<img src=x onerror="alert(1)">');
    expect(text).toContain('Join </a><script>:\nhttps://throughline.example/invitations/a"b');
    expect(html).not.toMatch(/<img|<script|<b>|onerror="/);
    expect(html).toContain('href="https://throughline.example/invitations/a&quot;b"');
    const id = await send(told);
    const mail = await sink.mailTo(told.to);
    expect(mail.to).toEqual([told.to]);
    expect(mail.raw).not.toMatch(/^Bcc:/im);
    expect(mail.raw).toContain("List-Unsubscribe: <https://throughline.example/unsubscribe/token>");
    expect(mail.raw).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
    expect(mail.raw).toMatch(/^Content-Type: text\/plain/im);
    expect(mail.raw).toMatch(/^Content-Type: text\/html/im);
    await ended(id, "sent");
  });

  test("is none where no server is set", async () => {
    delete process.env.SMTP_URL;
    expect(await send(addressed())).toBeNull();
  });

  test("that ended a month ago is swept out", async () => {
    const id = await send(addressed());
    await ended(id, "sent");
    await admin`update mails set ended_at = now() - interval '32 days' where id = ${id}`;
    await within(own.actors.owner, "write", ({ tx }) => tx.execute(sweepMails));
    expect(await rowOf(id)).toEqual({});
  });
});

test.each([
  '"e@attacker.com"@victim.com',
  "a@b.com,c@d.com",
  "a@b.com\r\nBcc: c@d.com",
  "group:a@b.com;",
  "a\uff20b.com",
  "<a@b.com> c@d.com",
  "Dana <a@b.com>",
  `${"a".repeat(320)}@b.com`,
  "a@b",
  "a@bücher.example",
  "a b@c.com",
  "",
])("A7 no mail goes to %j", async (to) => {
  const refused = await send({ ...addressed(), to }).catch((error) => error);
  expect([refused.code, refused.fields[0].pointer]).toEqual(["invalid", "/to"]);
  expect(sink.taken).toEqual([]);
});

test("A7 an address in punycode is one recipient", async () => {
  const told = addressed("a@xn--bcher-kva.example");
  await send(told);
  expect((await sink.mailTo(told.to)).to).toEqual([told.to]);
});

describe("F11 a mail server", () => {
  test("F11 that is down is asked again, and the mail comes once it is back", async () => {
    await sink.close();
    const told = addressed();
    const id = await send(told);
    for (const until = Date.now() + 15_000; Date.now() < until && !(await rowOf(id)).tries; ) await sleep(100);
    expect(await rowOf(id)).toMatchObject({ state: "waiting" });
    sink = await startMailSink(Number(new URL(sink.url).port));
    await sink.mailTo(told.to);
    expect((await ended(id, "sent")).tries).toBeGreaterThanOrEqual(2);
  });

  test("F11 that says 4xx is asked again", async () => {
    sink.answer.status = 451;
    const told = addressed();
    const id = await send(told);
    for (const until = Date.now() + 15_000; Date.now() < until && !(await rowOf(id)).tries; ) await sleep(100);
    sink.answer.status = 250;
    await sink.mailTo(told.to);
    await ended(id, "sent");
  });

  test("F11 that says 5xx is not asked again, and gets nothing unasked for that address any more", async () => {
    sink.answer.status = 550;
    const told = addressed();
    const id = await send(told);
    expect(await ended(id, "refused")).toMatchObject({ sealed: null, tries: 1 });
    sink.answer.status = 250;
    const unasked = await send({ ...told, unsubscribe: "/unsubscribe/x" });
    await ended(unasked, "suppressed");
    expect(sink.taken).toEqual([]);
    // What somebody asked for is tried all the same.
    await send(told);
    await sink.mailTo(told.to);
  });

  test("F11 that is slow is waited for, and keeps no other mail up for long", async () => {
    sink.answer.waitMs = 3_000;
    const slow = [addressed(), addressed()];
    const ids = [await send(slow[0] as Letter), await send(slow[1] as Letter)];
    for (const id of ids) await ended(id, "sent");
    expect(sink.taken).toHaveLength(2);
  });

  test("F11 that takes the connection and is silent fails the try, not the mail", async () => {
    const silent = await startSilentServer();
    process.env.SMTP_URL = silent.url;
    const told = addressed();
    const id = await send(told);
    for (const until = Date.now() + 30_000; Date.now() < until && !(await rowOf(id)).tries; ) await sleep(200);
    expect(await rowOf(id)).toMatchObject({ state: "waiting", tries: 1 });
    silent.close();
    process.env.SMTP_URL = sink.url;
    await sink.mailTo(told.to);
  });

  test("F11 is not asked any more when the mail is of no use", async () => {
    sink.answer.status = 451;
    const id = await send(addressed(), new Date(Date.now() + 2_000));
    await ended(id, "given_up");
    expect(sink.taken).toEqual([]);
  });
});
