import { afterAll, beforeAll, expect, it } from "vitest";
import { startOwnApi } from "./testing.ts";

/** Creates that come at once share a transaction; nobody can tell. */

let own: Awaited<ReturnType<typeof startOwnApi>>;
beforeAll(async () => {
  own = await startOwnApi();
});
afterAll(() => own?.close());

const create = (body: unknown, requestId: string) => own.send("POST", "/feedback", body, { "x-request-id": requestId });
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
  const { data: companies } = (await own.send("GET", "/companies")).body as { data: unknown[] };
  expect(companies).toHaveLength(3);
  for (const { made } of good.slice(0, 5)) {
    const subject = `/events?subject=feedback:${made.id}`;
    const told = async () => {
      const { data } = (await own.send("GET", subject)).body as { data: Event[] };
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
  const { data } = (await own.send("GET", "/feedback?source=zendesk")).body as { data: unknown[] };
  expect(data).toHaveLength(1);
});
