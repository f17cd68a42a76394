import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { database } from "#db/client.ts";
import { getSession } from "#lib/identity/queries.ts";
import { asVisitor, newAddress, newPerson, signInAs } from "#lib/identity/testing.ts";
import { startOwnMail } from "#lib/mail/testing/own-mail.ts";
import type { MailSink } from "#lib/mail/testing.ts";
import { confirmSignUp, signUp } from "./commands.ts";
import { signUpToken } from "./token.ts";

let mail: Awaited<ReturnType<typeof startOwnMail>>;
let sink: MailSink;
const password = "a long enough pass phrase";

beforeAll(async () => {
  mail = await startOwnMail();
  sink = mail.sink;
});
beforeEach(() => {
  process.env.SIGNUP = "open";
  process.env.SMTP_URL = sink.url;
});
afterAll(async () => {
  delete process.env.SIGNUP;
  await mail?.close();
});

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code: string }) => error.code,
  );
const newEmail = () => `ines-${crypto.randomUUID()}@initech.example`;
const ask = async (email: string, more: { password?: string; slug?: string; address?: string } = {}) => {
  const { password, slug, address = newAddress() } = more;
  const workspace = { name: "Initech", ...(slug && { slug }) };
  return signUp(await asVisitor({ address }), { name: "Ines Okafor", email, workspace, ...(password && { password }) });
};
const confirm = async (token: string, chosen = password) =>
  confirmSignUp(await asVisitor(), { token, password: chosen });
const tokenFor = async (email: string) => {
  const { text } = await sink.mailTo(email);
  return /https:\/\/throughline\.example\/sign-up\/confirm#([\w.-]+)/.exec(text)?.[1] ?? "";
};
const made = async (email: string) => {
  const [row] = await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) =>
    tx.execute<{ users: number; owned: number }>(sql`
      select (select count(*)::int from users where lower(email) = ${email.toLowerCase()}) as users,
        (select count(*)::int from memberships m join users u on u.id = m.user_id
          where lower(u.email) = ${email.toLowerCase()} and m.role = 'owner') as owned`),
  );
  return { ...row };
};

describe("signing up", () => {
  test("is not there unless it is open", async () => {
    for (const setting of [undefined, "closed"]) {
      if (setting === undefined) delete process.env.SIGNUP;
      else process.env.SIGNUP = setting;
      expect(await codeOf(ask(newEmail(), { password }))).toBe("not_found");
      const token = await signUpToken({ name: "Ines", email: newEmail(), workspace: { name: "Initech" } });
      expect(await codeOf(confirm(token))).toBe("not_found");
    }
  });

  test("by mail makes account and workspace when the link is opened, with the password of its reader", async () => {
    const email = newEmail();
    // Who does not own the mailbox cannot prepare a password for who does.
    expect(await ask(email, { password: "chosen by somebody else" })).toEqual({ mails: true });
    const token = await tokenFor(email);
    expect(await made(email)).toEqual({ users: 0, owned: 0 });
    const { workspace } = await confirm(token);
    expect(workspace.name).toBe("Initech");
    const { cookie } = await signInAs({ email, password });
    const session = await getSession(await asVisitor({ cookie }), {});
    expect(session).toMatchObject({
      account: { name: "Ines Okafor", email },
      workspaces: [{ ...workspace, role: "owner" }],
    });
    expect(await codeOf(signInAs({ email, password: "chosen by somebody else" }))).toBe("unauthenticated");
    expect(await codeOf(confirm(token))).toBe("not_found");
  });

  test("A6 of fifty who open the link at once, one makes the account", async () => {
    const email = newEmail();
    await ask(email);
    const token = await tokenFor(email);
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => codeOf(confirm(token))));
    expect(outcomes.filter((code) => code === "done")).toHaveLength(1);
    expect(outcomes.filter((code) => !["done", "not_found", "unavailable"].includes(code))).toEqual([]);
    expect(await made(email)).toEqual({ users: 1, owned: 1 });
  });

  test("A6 by a link that nobody made, or for another purpose, is nothing", async () => {
    const email = newEmail();
    await ask(email);
    const token = await tokenFor(email);
    const [row] = await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) =>
      tx.execute<{ text: string }>(sql`select string_agg(to_jsonb(m)::text, '') as text from mails m`),
    );
    expect(row?.text).not.toContain(email);
    for (const forged of ["", "x", `${token.slice(0, -4)}AAAA`, token.slice(1), "eyJhbGciOiJub25lIn0.e30."]) {
      expect(await codeOf(confirm(forged))).toBe("not_found");
    }
    expect(await codeOf(confirm(token))).toBe("done");
  });

  test("of an address that has an account says the same, mails it that it has, and changes nothing", async () => {
    const person = await newPerson();
    expect(await ask(person.email)).toEqual({ mails: true });
    const { subject, text } = await sink.mailTo(person.email);
    expect(subject).toContain("already");
    expect(text).not.toContain("confirm");
    expect(await made(person.email)).toEqual({ users: 1, owned: 0 });
  });

  test("where no mail is sent makes both at once, and answers a known address the same", async () => {
    delete process.env.SMTP_URL;
    const email = newEmail();
    expect(await codeOf(ask(email))).toBe("invalid");
    expect(await codeOf(ask(email, { password: "password" }))).toBe("invalid");
    const slug = `initech-${crypto.randomUUID()}`;
    const answer = await ask(email, { password, slug });
    expect(await made(email)).toEqual({ users: 1, owned: 1 });
    await signInAs({ email, password });
    const person = await newPerson();
    expect(await ask(person.email, { password: "not the one that it has" })).toEqual(answer);
    expect(await made(person.email)).toEqual({ users: 1, owned: 0 });
    await signInAs(person);
    for (const address of [newEmail(), person.email]) {
      await expect(ask(address, { password, slug })).rejects.toMatchObject({
        fields: [{ pointer: "/workspace/slug" }],
      });
    }
  });

  test("A6 of five with one address at once, where no mail is sent, one account comes", async () => {
    delete process.env.SMTP_URL;
    const email = newEmail();
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => codeOf(ask(email, { password }))));
    expect(new Set(outcomes)).toEqual(new Set(["done"]));
    expect(await made(email)).toEqual({ users: 1, owned: 1 });
  });

  test("A1 fills nobody's mailbox", async () => {
    const email = newEmail();
    const outcomes: string[] = [];
    for (let n = 0; n < 8; n++) outcomes.push(await codeOf(ask(email)));
    expect(outcomes).toEqual([...Array(5).fill("done"), ...Array(3).fill("too_many")]);
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
    await expect(ask(email)).rejects.toMatchObject({ code: "invalid" });
    expect(sink.taken.slice(from)).toEqual([]);
  });
});
