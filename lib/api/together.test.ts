import { afterAll, beforeAll, expect, it } from "vitest";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { ask, startApi } from "./testing.ts";

/** Creates that come at once share a transaction; nobody can tell. */

let api: Awaited<ReturnType<typeof startApi>>;
let own: TestWorkspace;
let key: string;
beforeAll(async () => {
  api = await startApi();
  own = await newTestWorkspace();
  key = await own.key();
});
afterAll(() => api?.close());

const path = (rest: string) => `/api/v1/workspaces/${own.workspace.slug}${rest}`;
const create = (body: unknown, requestId: string) =>
  ask(api.url, "POST", path("/feedback"), { key, body, headers: { "x-request-id": requestId } });
type Made = { id: string; title: string; number: number; contact: { email: string }; company: { name: string } };
type Event = { id: string; action: string; subject: { id: string } };

it("C4 sixty creates at once: each is answered for itself, has an event of its own, and one that is bad is refused alone", async () => {
  const bodies = Array.from({ length: 60 }, (_, n) =>
    n % 20 === 7
      ? { body: "<p></p>" }
      : { title: `Title ${n}`, contact: { email: `p${n % 5}@hooli.example` }, company: { name: `Hooli ${n % 3}` } },
  );
  const answers = await Promise.all(bodies.map((body, n) => create(body, `together-${n}`)));
  expect(answers.map(({ status }) => status)).toEqual(bodies.map(({ title }) => (title ? 201 : 422)));
  const good = answers.flatMap(({ status, body, headers }, n) =>
    status === 201 ? [{ n, made: body as Made, eventId: headers.get("event-id") }] : [],
  );
  for (const { n, made } of good) {
    expect(made).toMatchObject({ title: `Title ${n}`, contact: { email: `p${n % 5}@hooli.example` } });
    expect(made.company.name).toBe(`Hooli ${n % 3}`);
  }
  expect(new Set(good.map(({ made }) => made.id)).size).toBe(57);
  expect(new Set(good.map(({ made }) => made.number)).size).toBe(57);
  expect(new Set(good.map(({ eventId }) => eventId)).size).toBe(57);

  // Customers were made once each, whoever came first.
  const { data: companies } = (await ask(api.url, "GET", path("/companies"), { key })).body as { data: unknown[] };
  expect(companies).toHaveLength(3);
  for (const { made } of good.slice(0, 5)) {
    const subject = path(`/events?subject=feedback:${made.id}`);
    const told = async () => {
      const { data } = (await ask(api.url, "GET", subject, { key })).body as { data: Event[] };
      return data.map(({ action, subject: { id } }) => [action, id]);
    };
    // The front of the history waits for whatever else is being written on this PostgreSQL, by other tests too.
    await expect.poll(told, { timeout: 20_000 }).toEqual([["feedback.created", made.id]]);
  }
});

it("C4 the same external id from thirty senders at once is one piece of feedback", async () => {
  const body = { source: "zendesk", externalId: "77", title: "Once" };
  const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => create(body, `once-${n}`)));
  expect(new Set(answers.map(({ status, body }) => `${status} ${(body as Made).id}`)).size).toBe(1);
  const { data } = (await ask(api.url, "GET", path("/feedback?source=zendesk"), { key })).body as { data: unknown[] };
  expect(data).toHaveLength(1);
});
