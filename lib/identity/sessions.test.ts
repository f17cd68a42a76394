import { sql } from "drizzle-orm";
import { decode } from "next-auth/jwt";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { database } from "#db/client.ts";
import { changePassword, endSession } from "./commands.ts";
import { getSession } from "./queries.ts";
import { digestOf } from "./secrets.ts";
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
