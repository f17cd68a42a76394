import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { database } from "#db/client.ts";
import { startOwnMail } from "#lib/mail/testing/own-mail.ts";
import type { MailSink } from "#lib/mail/testing.ts";
import { commandLine } from "#lib/workspaces/system.ts";
import { changePassword } from "../commands.ts";
import { asVisitor, newAddress, newPerson, type Person, signInAs } from "../testing.ts";
import { forgotPassword, printReset, resetPassword } from "./commands.ts";

let mail: Awaited<ReturnType<typeof startOwnMail>>;
let sink: MailSink;
let person: Person;
const next = "another long pass phrase";

beforeAll(async () => {
  mail = await startOwnMail();
  sink = mail.sink;
});
beforeEach(async () => {
  person = await newPerson();
});
afterAll(() => mail?.close());

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code: string }) => error.code,
  );
const forgot = async (email: string, address?: string) =>
  forgotPassword(await asVisitor({ ...(address && { address }) }), { email });
const reset = async (token: string, password = next) => resetPassword(await asVisitor(), { token, password });
const print = async (email = person.email) =>
  (await printReset(commandLine(), { email, origin: "http://here" })).link.split("#")[1] ?? "";
const execute = (text: ReturnType<typeof sql>) =>
  database().transact({ workspaceId: null, mode: "write" }, ({ tx }) => tx.execute(text));
const signsIn = (password: string) => codeOf(signInAs({ email: person.email, password }, { address: newAddress() }));
const kindOf = async (cookie: string) => (await asVisitor({ cookie }, { fresh: true })).kind;

describe("a password forgotten", () => {
  test("is set anew by the mailed link, once, and every session ends", async () => {
    const sessions = [await signInAs(person), await signInAs(person)];
    expect(await forgot(person.email.toUpperCase())).toEqual({ mails: true });
    const { text } = await sink.mailTo(person.email);
    const [, token = ""] = /https:\/\/throughline\.example\/reset-password#([\w-]{43})/.exec(text) ?? [];
    const from = sink.taken.length;
    await reset(token);
    expect(await Promise.all(sessions.map(({ cookie }) => kindOf(cookie)))).toEqual(["anonymous", "anonymous"]);
    expect([await signsIn(person.password), await signsIn(next)]).toEqual(["unauthenticated", "done"]);
    expect(await codeOf(reset(token, "a third long pass phrase"))).toBe("not_found");
    const told = await sink.mailTo(person.email, from);
    expect(told.subject).toContain("set anew");
    expect(told.text).not.toContain("reset-password");
  });

  test("A1 lets its owner in at once, who had guessed ten times before", async () => {
    for (let guess = 0; guess < 10; guess++) await signsIn(`guess ${guess}`);
    expect(await signsIn(person.password)).toBe("too_many");
    await reset(await print());
    expect(await signsIn(next)).toBe("done");
  });

  test("A1 forgives no guess before the new password is there for good", async () => {
    for (let guess = 0; guess < 10; guess++) await signsIn(`guess ${guess}`);
    const token = await print();
    await mail.admin`create function refused() returns trigger language plpgsql as $$ begin raise 'no commit'; end $$`;
    await mail.admin`create constraint trigger fails after update on users deferrable initially deferred
      for each row execute function refused()`;
    await expect(reset(token)).rejects.toThrow();
    await mail.admin`drop function refused cascade`;
    expect(await signsIn(person.password)).toBe("too_many");
    await reset(token);
    expect(await signsIn(next)).toBe("done");
  });

  test("A8 is told when the account was connected with a provider, and that it is not any more", async () => {
    await execute(
      sql`insert into user_identities (issuer, subject, user_id) values ('https://login.example', ${person.id}, ${person.id})`,
    );
    await reset(await print());
    expect((await sink.mailTo(person.email)).text).toContain("not connected with another sign-in any more");
    expect(await execute(sql`select from user_identities where user_id = ${person.id}`)).toHaveLength(0);
  });

  test("A5 has a link of 256 bits, whose digest alone is stored", async () => {
    const token = await print();
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    const [row] = await execute(sql`
      select (select jsonb_agg(r)::text from password_resets r) || (select jsonb_agg(e)::text from instance_events e) as text`);
    expect(row?.text).not.toContain(token);
    expect(row?.text).not.toContain(person.email);
  });

  test("A6 of fifty who redeem it at once, one sets the password", async () => {
    const token = await print();
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, n) => codeOf(reset(token, `the pass phrase of window ${n}`))),
    );
    expect(outcomes.filter((code) => code === "done")).toHaveLength(1);
    expect(outcomes.filter((code) => !["done", "not_found", "unavailable"].includes(code))).toEqual([]);
    expect(await signsIn(`the pass phrase of window ${outcomes.indexOf("done")}`)).toBe("done");
  });

  test("A6 of ten links asked for at once, the last one is good and no other", async () => {
    const tokens = await Promise.all(Array.from({ length: 10 }, () => print()));
    const outcomes: string[] = [];
    for (const token of tokens) outcomes.push(await codeOf(reset(token)));
    expect(outcomes.filter((code) => code === "done")).toHaveLength(1);
  });

  test("A6 dies of ten minutes, of a newer one, and of a password that was changed meanwhile", async () => {
    const old = await print();
    await execute(sql`update password_resets set created_at = now() - interval '11 minutes', expires_at = now() - interval '1 minute'
      where user_id = ${person.id}`);
    expect(await codeOf(reset(old))).toBe("not_found");
    const first = await print();
    const second = await print();
    expect(await codeOf(reset(first))).toBe("not_found");
    const visitor = await asVisitor(await signInAs(person));
    await changePassword(visitor, { current: person.password, next });
    expect(await codeOf(reset(second, "a third long pass phrase"))).toBe("not_found");
    expect(await signsIn(next)).toBe("done");
    const [life] = await execute(
      sql`select max(expires_at - created_at)::text as life from password_resets where user_id = ${person.id}`,
    );
    await print();
    expect(life?.life).toBe("00:10:00");
  });

  test("A6 is not used up by a password that is refused", async () => {
    const token = await print();
    expect(await codeOf(reset(token, "short"))).toBe("invalid");
    expect(await codeOf(reset(token, "password1234567"))).toBe("done");
  });

  test("says the same of an address that nobody has, and mails it nothing", async () => {
    const nobody = `nobody-${person.email}`;
    const from = sink.taken.length;
    expect(await forgot(nobody)).toEqual(await forgot(person.email));
    await sink.mailTo(person.email, from);
    expect(sink.taken.filter(({ to }) => to.includes(nobody))).toEqual([]);
    expect(await codeOf(printReset(commandLine(), { email: nobody, origin: "http://here" }))).toBe("invalid");
  });

  test("is nothing to whom no password belongs: they are told where they sign in", async () => {
    await execute(sql`update users set password_hash = null where id = ${person.id}`);
    await forgot(person.email);
    const { text } = await sink.mailTo(person.email);
    expect(text).toContain("sign in through your organisation");
    expect(text).not.toContain("reset-password");
  });

  test("A1 fills nobody's mailbox: five mails to an address in a quarter of an hour, known or not", async () => {
    for (const email of [person.email, `nobody-${person.email}`]) {
      const outcomes: string[] = [];
      for (let n = 0; n < 8; n++) outcomes.push(await codeOf(forgot(email, newAddress())));
      expect(outcomes).toEqual([...Array(5).fill("done"), ...Array(3).fill("too_many")]);
    }
  });

  test("A1 is no way to ask about addresses by the thousand: fifty from one place", async () => {
    const address = newAddress();
    const outcomes: string[] = [];
    for (let n = 0; n < 55; n++) outcomes.push(await codeOf(forgot(`nobody-${n}-${person.email}`, address)));
    expect(outcomes.slice(50)).toEqual(Array(5).fill("too_many"));
  });

  test("is for nobody but the owner of the mailbox and whoever runs the server", async () => {
    const visitor = await asVisitor(await signInAs(person));
    expect(await codeOf(printReset(visitor, { email: person.email, origin: "http://here" }))).toBe("forbidden");
  });

  test("mails nothing where no server is set, and says so to everybody", async () => {
    const { SMTP_URL } = process.env;
    delete process.env.SMTP_URL;
    try {
      expect(await forgot(person.email)).toEqual({ mails: false });
      expect(await forgot(`nobody-${person.email}`)).toEqual({ mails: false });
    } finally {
      process.env.SMTP_URL = SMTP_URL;
    }
  });

  test.each([
    '"e@attacker.com"@victim.com',
    "a@b.com,c@d.com",
    "a@b.com\r\nBcc: c@d.com",
    "a\uff20b.com",
    "<a@b> c@d.com",
    `${"a".repeat(320)}@b.com`,
  ])("A7 is refused for %j", async (email) => {
    const from = sink.taken.length;
    await expect(forgot(email)).rejects.toMatchObject({ code: "invalid" });
    expect(sink.taken.slice(from)).toEqual([]);
  });
});
