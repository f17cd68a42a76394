import { afterAll, beforeAll, expect, it } from "vitest";
import { startOwnApi } from "./testing.ts";

let own: Awaited<ReturnType<typeof startOwnApi>>;
beforeAll(async () => {
  own = await startOwnApi();
});
afterAll(() => own?.close());

const make = async (path: string, body: unknown) => (await own.send("POST", path, body)).body as { id: string };

type Board = { columns: { horizon: string; cards: { id: string }[] }[] };
type Card = { id: string; horizon: string; position: string; version: number };

it("C1 eight clients drag 50 cards 250 times each: no error, one order for all, distinct places, short keys", async () => {
  const horizons = ["now", "next", "later"];
  const cards: { id: string }[] = [];
  for (let n = 0; n < 50; n++) cards.push(await make("/initiatives", { title: `Card ${n}`, horizon: horizons[n % 3] }));
  const random = (n: number) => Math.floor(Math.random() * n);
  const any = () => cards[random(50)]?.id ?? "";
  const hot = any();
  const statuses = new Map<number, number>();
  const client = async () => {
    for (let n = 0; n < 250; n++) {
      // Half of the drops go behind one card or to the top of a column, where gaps get narrow.
      const afterId = [hot, null, any(), any()][random(4)];
      const body = { horizon: horizons[random(3)], afterId, reason: "shuffled" };
      const { status } = await own.send("POST", `/initiatives/${any()}/move`, body);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: 8 }, client));
  expect(Object.fromEntries(statuses)).toEqual({ 200: 2_000 });

  const { data } = (await own.send("GET", "/initiatives?limit=200")).body as { data: Card[] };
  expect(data).toHaveLength(50);
  expect(new Set(data.map(({ horizon, position }) => `${horizon} ${position}`)).size).toBe(50);
  expect(Math.max(...data.map(({ position }) => position.length))).toBeLessThanOrEqual(50);
  const seen = await Promise.all(Array.from({ length: 8 }, () => own.send("GET", "/roadmap")));
  const orders = seen.map(({ body }) =>
    (body as Board).columns.map(({ horizon, cards: shown }) => [horizon, shown.map(({ id }) => id)]),
  );
  expect(new Set(orders.map((order) => JSON.stringify(order))).size).toBe(1);
  const stored = (horizon: string) =>
    data
      .filter((card) => card.horizon === horizon)
      .sort((x, y) => (x.position < y.position ? -1 : 1))
      .map(({ id }) => id);
  expect(Object.fromEntries(orders[0] ?? [])).toMatchObject(
    Object.fromEntries(horizons.map((name) => [name, stored(name)])),
  );
}, 120_000);

it("C2 two PATCH with one If-Match: one wins, the other is shown what it did not know", async () => {
  const { id } = await make("/ideas", { title: "Before", problem: "p" });
  for (let round = 0; round < 20; round++) {
    const { version } = (await own.send("GET", `/ideas/${id}`)).body as { version: number };
    const patch = (title: string) => own.send("PATCH", `/ideas/${id}`, { title }, { "if-match": `"${version}"` });
    const answers = await Promise.all([patch(`a${round}`), patch(`b${round}`)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const won = answers.find(({ status }) => status === 200);
    const lost = answers.find(({ status }) => status === 412);
    expect(lost?.headers.get("content-type")).toBe("application/problem+json");
    expect(lost?.body).toMatchObject({ current: won?.body });
    expect(won?.headers.get("etag")).toBe(`"${version + 1}"`);
    expect((await own.send("GET", `/ideas/${id}`)).body).toEqual(won?.body);
  }
});

it("C2 without If-Match the fields sent win and nobody's other field is dropped", async () => {
  const { id } = await make("/ideas", { title: "Before" });
  for (let round = 0; round < 20; round++) {
    const fields = ["title", "problem", "value", "hypothesis"].map((name) => ({ [name]: `${name} ${round}` }));
    const answers = await Promise.all(fields.map((body) => own.send("PATCH", `/ideas/${id}`, body)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await own.send("GET", `/ideas/${id}`)).body).toMatchObject(Object.assign({}, ...fields));
  }
});

it("C2 If-Match is a version in quotes, a star or a 400, and DELETE heeds it too", async () => {
  const { id } = await make("/ideas", { title: "Kept" });
  for (const bad of ["1", "", '"x"', '"1", "2"', '"1\' or 1=1"', `"${"9".repeat(40)}"`]) {
    const { status } = await own.send("PATCH", `/ideas/${id}`, { title: "No" }, { "if-match": bad });
    expect([bad, status]).toEqual([bad, bad === "" ? status : 400]);
  }
  expect((await own.send("DELETE", `/ideas/${id}`, undefined, { "if-match": '"7"' })).status).toBe(412);
  expect((await own.send("GET", `/ideas/${id}`)).body).toMatchObject({ title: "Kept", version: 1 });
  expect((await own.send("PATCH", `/ideas/${id}`, { title: "Starred" }, { "if-match": "*" })).status).toBe(200);
  expect((await own.send("PATCH", `/ideas/${id}`, { title: "Weak" }, { "if-match": 'W/"2"' })).status).toBe(200);
  expect((await own.send("DELETE", `/ideas/${id}`, undefined, { "if-match": '"3"' })).status).toBe(204);
});
