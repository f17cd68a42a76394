import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { forgotPassword } from "#lib/identity/resets/commands.ts";
import { asVisitor, newAddress, newPerson, type Person, signInAs } from "#lib/identity/testing.ts";
import { prepareQueues } from "#lib/jobs/queue.ts";
import { createInvitation } from "./invitations/commands.ts";
import { signUp } from "./sign-up/commands.ts";
import { newTestWorkspace } from "./testing.ts";

/** What somebody learns who tries passwords or addresses by the thousand. */

beforeAll(() => prepareQueues({ url: inject("databaseUrl") }));
afterAll(() => {
  for (const name of ["SMTP_URL", "APP_URL", "MAIL_FROM", "SIGNUP"]) delete process.env[name];
});

/** Mails go into the outbox, and nobody hands them over. */
const withMail = () =>
  Object.assign(process.env, {
    SMTP_URL: "smtp://127.0.0.1:9",
    APP_URL: "https://throughline.example",
    MAIL_FROM: "hello@throughline.example",
  });

const outcome = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "signed in",
    (error: { code: string; retryAfter?: number }) =>
      error.code === "too_many" ? `too_many ${Number.isInteger(error.retryAfter)}` : error.code,
  );
const tally = (outcomes: string[]) =>
  Object.fromEntries([...Map.groupBy(outcomes, String)].map(([name, all]) => [name, all.length]));

test("A1 a thousand passwords on one account, from fifty addresses: ten are looked at, and its owner still gets in", async () => {
  const person = await newPerson();
  const home = newAddress();
  await signInAs(person, { address: home });
  const addresses = Array.from({ length: 50 }, newAddress);
  const outcomes: string[] = [];
  for (let n = 0; n < 1_000; n++) {
    const login = { email: person.email, password: `guess number ${n}` };
    outcomes.push(await outcome(signInAs(login, { address: addresses[n % 50] as string })));
  }
  expect(tally(outcomes)).toEqual({ unauthenticated: 10, "too_many true": 990 });
  expect(await outcome(signInAs(person, { address: home }))).toBe("signed in");
});

test("A1 one password on a thousand accounts from one address: fifty are looked at", async () => {
  const address = newAddress();
  const outcomes: string[] = [];
  for (let n = 0; n < 1_000; n++) {
    const email = `sprayed-${n}-${crypto.randomUUID()}@initech.example`;
    outcomes.push(await outcome(signInAs({ email, password: "Summer 2026!" }, { address })));
  }
  expect(tally(outcomes)).toEqual({ unauthenticated: 50, "too_many true": 950 });
});

const samples = 200;
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** The two-sample Kolmogorov-Smirnov test: the chance of two such samples from one distribution (asymptotic). */
function sameChance(one: number[], other: number[]): number {
  const share = (of: number[], at: number) => of.filter((value) => value <= at).length / of.length;
  const distance = Math.max(...[...one, ...other].map((at) => Math.abs(share(one, at) - share(other, at))));
  const size = Math.sqrt((one.length * other.length) / (one.length + other.length));
  const lambda = (size + 0.12 + 0.11 / size) * distance;
  let sum = 0;
  for (let j = 1; j <= 100; j++) sum += (j % 2 === 1 ? 2 : -2) * Math.exp(-2 * (j * lambda) ** 2);
  return Math.min(1, Math.max(0, sum));
}

/** Milliseconds of both kinds, taken in turn, so that what slows the machine slows both. */
async function timed(known: (n: number) => Promise<unknown>, unknown: (n: number) => Promise<unknown>) {
  const took: [number[], number[]] = [[], []];
  const answers: [Set<string>, Set<string>] = [new Set(), new Set()];
  for (let n = -10; n < samples; n++) {
    for (const which of n % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const began = performance.now();
      const answer = await (which === 0 ? known : unknown)(n);
      if (n >= 0) took[which].push(performance.now() - began);
      answers[which].add(JSON.stringify(answer));
    }
  }
  return { medians: took.map(median) as [number, number], chance: sameChance(...took), answers };
}

function expectAlike({ medians: [one, other], chance, answers }: Awaited<ReturnType<typeof timed>>): void {
  console.log("A2", JSON.stringify({ medians: [one, other].map((ms) => ms.toFixed(2)), chance: chance.toFixed(3) }));
  expect(answers[0]).toEqual(answers[1]);
  expect(Math.abs(one - other)).toBeLessThanOrEqual(10);
  expect(Math.abs(one - other) / Math.max(one, other)).toBeLessThanOrEqual(0.05);
  expect(chance).toBeGreaterThan(0.01);
}

test("A2 signing in with a wrong password says and takes the same, whether the address is known or not", async () => {
  const people: Person[] = [];
  for (let n = 0; n < samples + 10; n++) people.push(await newPerson());
  const attempt = async (email: string) => {
    const form = signInAs({ email, password: "not it at all" }, { address: newAddress() });
    return form.catch((error: Error & { code: string }) => `${error.code} ${error.message}`);
  };
  expectAlike(
    await timed(
      (n) => attempt(people[n + 10]?.email ?? ""),
      () => attempt(`dana-${crypto.randomUUID()}@initech.example`),
    ),
  );
});

test("A2 inviting an address says and takes the same, whether it has an account or not", async () => {
  const { actors } = await newTestWorkspace();
  const people: Person[] = [];
  for (let n = 0; n < samples + 10; n++) people.push(await newPerson());
  const invite = async (email: string) => {
    const made = await createInvitation(actors.admin, { email, role: "viewer" });
    return Object.entries(made).map(([name, value]) => `${name} ${typeof value}`);
  };
  expectAlike(
    await timed(
      (n) => invite(people[n + 10]?.email ?? ""),
      () => invite(`dana-${crypto.randomUUID()}@initech.example`),
    ),
  );
});

const manyPeople = async (): Promise<Person[]> => {
  const people: Person[] = [];
  for (let n = 0; n < samples + 10; n++) people.push(await newPerson());
  return people;
};
const nobody = () => `dana-${crypto.randomUUID()}@initech.example`;

test("A2 asking for a new password says and takes the same, whether the address is known or not", async () => {
  withMail();
  const people = await manyPeople();
  const ask = async (email: string) => forgotPassword(await asVisitor({ address: newAddress() }), { email });
  expectAlike(
    await timed(
      (n) => ask(people[n + 10]?.email ?? ""),
      () => ask(nobody()),
    ),
  );
});

test.each(["by mail", "without mail"])(
  "A2 signing up says and takes the same, whether the address is known or not, %s",
  async (how) => {
    withMail();
    if (how === "without mail") delete process.env.SMTP_URL;
    process.env.SIGNUP = "open";
    const people = await manyPeople();
    const ask = async (email: string) => {
      const body = { name: "Dana Ito", email, password: "a long enough pass phrase", workspace: { name: "Initech" } };
      return signUp(await asVisitor({ address: newAddress() }), body);
    };
    expectAlike(
      await timed(
        (n) => ask(people[n + 10]?.email ?? ""),
        () => ask(nobody()),
      ),
    );
  },
);
