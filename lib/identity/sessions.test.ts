import { sql } from "drizzle-orm";
import { decode } from "next-auth/jwt";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { database } from "#db/client.ts";
import { updateAccount } from "./account/commands.ts";
import { changePassword, endSession } from "./commands.ts";
import { getSession } from "./queries.ts";
import { digestOf } from "./secrets.ts";
import { endOtherSessions, revokeSession } from "./sessions/commands.ts";
import { listSessions } from "./sessions/queries.ts";
import { asVisitor, newPerson, type Person, signInAs } from "./testing.ts";

const tokenIn = (cookie: string) => cookie.split("=").slice(1).join("=");
const kindOf = async (cookie: string, fresh = true) => (await asVisitor({ cookie }, { fresh })).kind;
const secretIn = async (cookie: string) => {
  const claims = await decode({ token: tokenIn(cookie), secret: process.env.AUTH_SECRET ?? "" });
  return { claims, sid: String(claims?.sid) };
};
const rowsOf = (userId: string) =>
  database().transact({ workspaceId: null, mode: "read" }, ({ tx }) =>
    tx.execute<Record<string, unknown>>(sql`select to_jsonb(s) as row from sessions s where user_id = ${userId}`),
  );

let person: Person;
beforeEach(async () => {
  person = await newPerson();
});

describe("a session", () => {
  test("A3 takes the place of the one that the browser came with, whosever it was", async () => {
    const attacker = await newPerson();
    const planted = await signInAs(attacker);
    const { cookie } = await signInAs(person, { cookie: planted.cookie });
    expect(cookie).not.toBe(planted.cookie);
    expect(await kindOf(planted.cookie)).toBe("anonymous");
    expect(await asVisitor({ cookie })).toMatchObject({ kind: "account", userId: person.id });
    await expect(getSession(await asVisitor({ cookie: planted.cookie }), {})).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });

  test("A3 is a new one each time, never one that somebody chose", async () => {
    const chosen = "throughline.session=chosen-by-somebody-else";
    const first = await signInAs(person, { cookie: chosen });
    const second = await signInAs(person);
    expect(first.cookie).not.toBe(chosen);
    expect((await secretIn(first.cookie)).sid).not.toBe((await secretIn(second.cookie)).sid);
    expect(await kindOf(chosen)).toBe("anonymous");
  });

  test("A4 ends when one signs out, also where it was remembered", async () => {
    const { cookie } = await signInAs(person);
    const other = await signInAs(person);
    expect(await kindOf(cookie, false)).toBe("account");
    await endSession(await asVisitor({ cookie }), {});
    expect(await kindOf(cookie, false)).toBe("anonymous");
    expect(await kindOf(other.cookie)).toBe("account");
  });

  test("A4 all others end when the password changes, this one stays", async () => {
    const here = await signInAs(person);
    const there = await Promise.all([signInAs(person), signInAs(person), signInAs(person)]);
    await changePassword(await asVisitor(here), { current: person.password, next: "another long pass phrase" });
    expect(await kindOf(here.cookie)).toBe("account");
    expect(await Promise.all(there.map(({ cookie }) => kindOf(cookie, false)))).toEqual(Array(3).fill("anonymous"));
    await expect(signInAs(person)).rejects.toMatchObject({ code: "unauthenticated" });
    await signInAs({ ...person, password: "another long pass phrase" });
  });

  test("A4 none that began with the old password outlives its change", async () => {
    const here = await signInAs(person);
    const visitor = await asVisitor(here);
    const [, ...attempts] = await Promise.allSettled([
      changePassword(visitor, { current: person.password, next: "another long pass phrase" }),
      ...Array.from({ length: 8 }, () => signInAs(person)),
    ]);
    const begun = attempts.flatMap((attempt) => (attempt.status === "fulfilled" ? [attempt.value] : []));
    expect(await Promise.all(begun.map(({ cookie }) => kindOf(cookie)))).not.toContain("account");
    expect(await kindOf(here.cookie)).toBe("account");
  });

  test("A5 its cookie carries 256 bits, of which the table has the digest only", async () => {
    const { cookie } = await signInAs(person);
    const { claims, sid } = await secretIn(cookie);
    expect(Buffer.from(sid, "base64url")).toHaveLength(32);
    expect(Object.keys(claims ?? {}).sort()).toEqual(["exp", "iat", "jti", "sid", "sub"]);
    const stored = JSON.stringify(await rowsOf(person.id));
    expect(stored).toContain(digestOf(sid));
    expect(stored).not.toContain(sid);
    expect(stored).not.toContain(tokenIn(cookie));
  });

  test("is over when its time is", async () => {
    const { cookie } = await signInAs(person);
    await database().transact({ workspaceId: null, mode: "write" }, ({ tx }) =>
      tx.execute(sql`
        update sessions set created_at = now() - interval '2 days', expires_at = now() - interval '1 second'
        where user_id = ${person.id}`),
    );
    expect(await kindOf(cookie)).toBe("anonymous");
  });
});

describe("one's own sessions", () => {
  test("are listed page by page, the one that asks among them, and nobody else's", async () => {
    const here = await signInAs(person);
    await signInAs(person, { address: "192.0.2.7" });
    await signInAs(await newPerson());
    const visitor = await asVisitor(here);
    const { data } = await listSessions(visitor, {});
    expect(data.map(({ isCurrent, userAgent }) => [isCurrent, userAgent])).toEqual([
      [false, "a test"],
      [true, "a test"],
    ]);
    expect(data[0]?.address).toBe("192.0.2.7");
    const first = await listSessions(visitor, { limit: 1 });
    const rest = await listSessions(visitor, { limit: 1, cursor: first.nextCursor ?? "" });
    expect([...first.data, ...rest.data]).toEqual(data);
    expect(rest.nextCursor).toBeNull();
    expect(JSON.stringify(data)).not.toContain(digestOf((await secretIn(here.cookie)).sid));
  });

  test("A4 are ended one by one or all but this one, at once; another person's is not found", async () => {
    const [here, there, last] = [await signInAs(person), await signInAs(person), await signInAs(person)];
    const visitor = await asVisitor(here);
    const { data } = await listSessions(visitor, {});
    const stranger = await asVisitor(await signInAs(await newPerson()));
    const theirs = revokeSession(stranger, { id: data[1]?.id ?? "" });
    await expect(theirs).rejects.toMatchObject({ code: "not_found" });
    await revokeSession(visitor, { id: data[1]?.id ?? "" });
    expect(await Promise.all([here, there, last].map(({ cookie }) => kindOf(cookie, false)))).toEqual([
      "account",
      "anonymous",
      "account",
    ]);
    await endOtherSessions(visitor, {});
    expect(await Promise.all([here, last].map(({ cookie }) => kindOf(cookie, false)))).toEqual([
      "account",
      "anonymous",
    ]);
    expect((await listSessions(visitor, {})).data).toHaveLength(1);
    expect(await kindOf((await signInAs(person)).cookie)).toBe("account");
  });
});

describe("one's own name", () => {
  test("is changed by its owner, held to the version they saw", async () => {
    const visitor = await asVisitor(await signInAs(person));
    const { account } = await getSession(visitor, {});
    const changed = await updateAccount(visitor, { name: "Dana Lima" }, { ifMatch: account.version });
    expect(changed).toEqual({ ...account, name: "Dana Lima", version: account.version + 1 });
    expect((await getSession(visitor, {})).account).toEqual(changed);
    const late = updateAccount(visitor, { name: "Dana Ito" }, { ifMatch: account.version });
    await expect(late).rejects.toMatchObject({ code: "stale", current: { name: "Dana Lima" } });
    await expect(updateAccount(visitor, { name: " " })).rejects.toMatchObject({ code: "invalid" });
    await expect(updateAccount(await asVisitor(), { name: "X" })).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

describe("the cookie", () => {
  afterEach(() => vi.unstubAllEnvs());

  test("A5 over https is bound to the host", async () => {
    vi.stubEnv("APP_URL", "https://throughline.example");
    const { setCookie } = await signInAs(person);
    expect(setCookie).toHaveLength(1);
    const [pair, ...attributes] = setCookie[0]?.split("; ") ?? [];
    expect(pair).toMatch(/^__Host-throughline\.session=/);
    const flags = attributes.filter((one) => !one.startsWith("Expires=")).sort();
    expect(flags).toEqual(["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]);
  });

  test("A5 over http goes without what only https has", async () => {
    const { setCookie } = await signInAs(person);
    expect(setCookie[0]).toMatch(/^throughline\.session=\S+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
  });

  test("is refused when there are two of them", async () => {
    const [one, two] = [await signInAs(person), await signInAs(person)];
    await expect(asVisitor({ cookie: `${one.cookie}; ${two.cookie}` })).rejects.toMatchObject({ code: "bad_request" });
    expect(await kindOf(`${one.cookie}; ${one.cookie}`)).toBe("account");
  });
});

describe("changing one's password", () => {
  test("needs the present one and a good new one", async () => {
    const visitor = await asVisitor(await signInAs(person));
    const wrong = changePassword(visitor, { current: "not it at all", next: "another long pass phrase" });
    await expect(wrong).rejects.toMatchObject({ code: "invalid", fields: [{ pointer: "/current" }] });
    for (const next of ["short", "password123"]) {
      const weak = changePassword(visitor, { current: person.password, next });
      await expect(weak).rejects.toMatchObject({ code: "invalid", fields: [{ pointer: "/next" }] });
    }
    await signInAs(person);
  });

  test("is no way to guess it", async () => {
    const { cookie } = await signInAs(person);
    // Each from an address of its own, as somebody with a stolen cookie might.
    const guess = async () =>
      changePassword(await asVisitor({ cookie }), { current: "not it at all", next: "another long pass phrase" });
    for (let attempt = 0; attempt < 10; attempt++) await expect(guess()).rejects.toMatchObject({ code: "invalid" });
    await expect(guess()).rejects.toMatchObject({ code: "too_many" });
    await signInAs(person);
  });
});
