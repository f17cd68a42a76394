import { describe, expect, test } from "vitest";
import { answerAuth } from "./auth-endpoints.ts";
import { asVisitor, newAddress, newPerson, redirectPayloads, signInAs } from "./testing.ts";

const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "signed in",
    (error) => `${error.code} ${error.message}`,
  );

describe("signing in", () => {
  test("is the same refusal for a wrong password and for nobody's address", async () => {
    const { email } = await newPerson();
    const wrong = await refusal(signInAs({ email, password: "not it at all" }));
    expect(wrong).toMatch(/^unauthenticated/);
    expect(await refusal(signInAs({ email: `no-${email}`, password: "not it at all" }))).toBe(wrong);
  });

  test("does not mind the case of an address", async () => {
    const person = await newPerson();
    const { cookie } = await signInAs({ ...person, email: person.email.toUpperCase() });
    expect(await asVisitor({ cookie })).toMatchObject({ kind: "account", userId: person.id });
  });

  test("A14 answers with a path of this site, whatever was asked for", async () => {
    const person = await newPerson();
    const form = await answerAuth({
      method: "GET",
      path: "/api/auth/csrf",
      cookie: undefined,
      body: undefined,
      visitor: await asVisitor(),
    });
    const cookie = form.cookies[0]?.split(";")[0] ?? "";
    for (const callbackUrl of [...redirectPayloads.slice(0, 8), 7, null, {}]) {
      const { csrfToken } = form.body;
      const { body } = await answerAuth({
        method: "POST",
        path: "/api/auth/callback/credentials",
        cookie,
        body: { csrfToken, email: person.email, password: person.password, callbackUrl },
        visitor: await asVisitor(),
      });
      expect(body).toEqual({ url: "/" });
    }
  });

  test("needs the token of our own form", async () => {
    const { email, password } = await newPerson();
    const visitor = await asVisitor();
    const sent = { method: "POST", path: "/api/auth/callback/credentials", visitor };
    const forged = `throughline.form=${"a".repeat(64)}%7C${"b".repeat(64)}`;
    for (const cookie of [undefined, "throughline.form=x", forged]) {
      const body = { csrfToken: "a".repeat(64), email, password };
      expect(await refusal(answerAuth({ ...sent, cookie, body }))).toMatch(/^forbidden/);
    }
  });

  test.each(["signin", "signout", "session", "providers", "error", "verify-request", "_log", "callback/x", "csrf/x"])(
    "next-auth's own /%s is not there",
    async (name) => {
      const visitor = await asVisitor();
      for (const method of ["GET", "POST"]) {
        const asked = { method, path: `/api/auth/${name}`, cookie: undefined, body: {}, visitor };
        expect(await refusal(answerAuth(asked))).toMatch(/^not_found/);
      }
    },
  );
});

describe("guessing passwords", () => {
  test("ends after ten for an account, also with the right one, and says when to come back", async () => {
    const { email, password } = await newPerson();
    for (let attempt = 0; attempt < 10; attempt++) {
      expect(await refusal(signInAs({ email, password: `guess ${attempt}` }))).toMatch(/^unauthenticated/);
    }
    await expect(signInAs({ email, password })).rejects.toMatchObject({ code: "too_many" });
    await expect(signInAs({ email, password })).rejects.toHaveProperty("retryAfter", expect.any(Number));
  });

  test("does not lock its owner out where the owner has been before", async () => {
    const person = await newPerson();
    const home = newAddress();
    await signInAs(person, { address: home });
    for (let attempt = 0; attempt < 12; attempt++) await refusal(signInAs({ ...person, password: `guess ${attempt}` }));
    expect(await refusal(signInAs(person, { address: newAddress() }))).toMatch(/^too_many/);
    const { cookie } = await signInAs(person, { address: home });
    expect((await asVisitor({ cookie })).kind).toBe("account");
  });

  test("ends after fifty from one address, whosever accounts", async () => {
    const address = newAddress();
    const codes: string[] = [];
    for (let attempt = 0; attempt < 52; attempt++) {
      const email = `nobody-${attempt}-${address.slice(-12)}@initech.example`;
      codes.push((await refusal(signInAs({ email, password: "guess" }, { address }))).split(" ")[0] ?? "");
    }
    expect(codes.filter((code) => code === "unauthenticated")).toHaveLength(50);
    expect(codes.slice(50)).toEqual(["too_many", "too_many"]);
  });

  test("does not count who knows it", async () => {
    const person = await newPerson();
    const address = newAddress();
    for (let time = 0; time < 12; time++) await signInAs(person, { address });
  });
});
