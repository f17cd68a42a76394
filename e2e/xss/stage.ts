import { stringify } from "csv-stringify/sync";
import { newId } from "#lib/core/id.ts";
import { type OneHouse, oneHouse } from "../house.ts";
import { fitted, payloads } from "./payloads.ts";

/** A workspace every text of which is hostile: each payload stands in every field that takes free text. */

export type Made = { id: string; n: number };
export type Stage = {
  house: OneHouse;
  feedback: Made[];
  ideas: Made[];
  cards: Made[];
  companies: Made[];
  metrics: Made[];
  objectives: Made[];
  /** Files that wait for their columns to be mapped, each with a hostile name. */
  files: Made[];
  /** A file with every payload in it: in the names of its columns, in its cells, and in rows that are refused. */
  importId: string;
};

const all = payloads.map((_, n) => n);

/** Several at a time, in their order. */
async function each<T>(list: readonly number[], work: (n: number) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  for (let at = 0; at < list.length; at += 8) done.push(...(await Promise.all(list.slice(at, at + 8).map(work))));
  return done;
}

export async function stage(): Promise<Stage> {
  const house = await oneHouse();
  const send = async (method: string, path: string, body?: unknown) => {
    const { status, text, answer } = await house.byKey(path, { method, body });
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
    return answer;
  };
  const make = (path: string, body: (n: number) => unknown) =>
    each(all, async (n): Promise<Made> => ({ id: String((await send("POST", path, body(n))).id), n }));

  const owners = await members(house);
  const feedback = await tickets(send);
  const companies = await companiesOf(send, owners);
  const ideas = await make("/ideas", (n) => ({
    title: fitted(n, 500),
    problem: fitted(n, 2_000),
    value: fitted(n, 2_000),
    hypothesis: fitted(n, 2_000),
    ownerId: owners[n],
    tags: [fitted(n, 60)],
  }));
  const objectives = await make("/objectives", (n) => ({ title: fitted(n, 500), description: fitted(n, 2_000) }));
  const metrics = await make("/metrics", (n) => ({ key: `m${n}`, name: fitted(n, 200), definition: fitted(n, 2_000) }));
  await each(all, (n) =>
    send("POST", `/metrics/m${n}/points`, { points: [{ at: "2026-01-01T00:00:00Z", value: n, note: fitted(n, 500) }] }),
  );
  const cards = await make("/initiatives", (n) => ({
    title: fitted(n, 500),
    horizon: ["now", "next", "later"][n % 3],
    problem: fitted(n, 2_000),
    targetOutcome: fitted(n, 500),
    ownerId: owners[n],
    ideaIds: [ideas[n]?.id],
    objectiveIds: [objectives[n]?.id],
  }));
  await each(all, async (n) => {
    const path = `/initiatives/${cards[n]?.id}/outcomes`;
    const { id } = await send("POST", path, { metricId: metrics[n]?.id, expected: 40, dueOn: "2026-06-30" });
    const words = { reason: fitted(n, 500), learning: fitted(n, 500), nextAction: fitted(n, 500) };
    await send("POST", `${path}/${id}/review`, { verdict: "not_measured", ...words });
    await send("POST", `/initiatives/${cards[n]?.id}/move`, { horizon: "next", reason: fitted(n, 500) });
  });
  await decisions(send, feedback, ideas);
  return {
    house,
    feedback,
    ideas,
    cards,
    companies,
    metrics,
    objectives,
    files: await files(house),
    importId: await bigFile(house),
  };
}

type Send = (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>;

/** People whose names are payloads. There is no way in for such a name but the claim of an instance, so it is written. */
async function members({ admin }: OneHouse): Promise<string[]> {
  const people = all.map((n) => ({ id: newId(), name: fitted(n, 200), email: `m${n}@initech.example` }));
  await admin`insert into users ${admin(people)}`;
  const [workspace] = await admin`select id from workspaces where slug = 'initech'`;
  const rows = people.map(({ id }) => ({ workspace_id: workspace?.id as string, user_id: id, role: "editor" }));
  await admin`insert into memberships ${admin(rows)}`;
  return people.map(({ id }) => id);
}

/** Three of each payload: as Markdown, as HTML, and as a conversation. */
async function tickets(send: Send): Promise<Made[]> {
  const of = (n: number, kind: number) => ({
    source: "desk",
    externalId: `${kind}-${n}`,
    tags: [fitted(n, 60)],
    status: fitted(n, 100),
    fields: { [fitted(n, 100)]: fitted(n, 1_000) },
    occurredAt: new Date(Date.UTC(2026, 0, 1 + kind, 0, 0, n)).toISOString(),
  });
  const items = all.flatMap((n) => {
    const text = fitted(n, 2_000);
    const contact = { name: fitted(n, 200), email: `c${n}@customer-${n}.example` };
    const company = { externalId: `org-${n}`, name: fitted(n, 200), arr: 1_000 + n };
    return [
      { ...of(n, 0), title: fitted(n, 500), body: text, contact, company },
      { ...of(n, 1), body: `<p>Hello</p>${text}<p>${fitted(n, 400)}</p>`, contact, company },
      {
        ...of(n, 2),
        title: fitted(n, 500),
        body: `Hello ${text}`,
        company,
        messages: [
          { role: "customer", author: fitted(n, 200), body: text },
          { role: "agent", author: fitted(n, 200), public: true, body: `<p>Hello</p>${text}` },
        ],
      },
    ];
  });
  const made: Made[] = [];
  for (let at = 0; at < items.length; at += 300) {
    const { results } = (await send("POST", "/feedback/batch", { items: items.slice(at, at + 300) })) as {
      results: { index: number; id?: string; status: string; errors?: unknown }[];
    };
    for (const { index, id, status, errors } of results) {
      if (!id) throw new Error(`ticket ${at + index} was ${status}: ${JSON.stringify(errors)}`);
      made.push({ id, n: Math.floor((at + index) / 3) });
    }
  }
  return made;
}

/** Those that the tickets made, with an owner and a tier; a domain takes no payload at all. */
async function companiesOf(send: Send, owners: string[]): Promise<Made[]> {
  return each(all, async (n) => {
    const { id, domains } = await send("PUT", `/companies/by-external/desk/org-${n}`, {
      name: fitted(n, 200),
      tier: fitted(n, 100),
      ownerId: owners[n],
      fields: { [fitted(n, 100)]: fitted(n, 1_000) },
    });
    if (Array.isArray(domains) && domains.length > 0) throw new Error("a payload became a domain");
    return { id: String(id), n };
  });
}

/** The first third is linked with a quote, the last is set aside. The second waits in the inbox. */
async function decisions(send: Send, feedback: Made[], ideas: Made[]): Promise<void> {
  await each([...feedback.keys()], async (at) => {
    const { id, n } = feedback[at] ?? { id: "", n: 0 };
    if (at % 3 === 0) {
      await send("PUT", `/feedback/${id}/ideas/${ideas[n]?.id}`, { quote: fitted(n, 500), importance: "must" });
      await send("PUT", `/feedback/${id}/ideas/${ideas[0]?.id}`, { quote: fitted(n, 500) });
    }
    if (at % 3 === 2) {
      const note = fitted(n, 1_000);
      await send("POST", `/feedback/${id}/set-aside`, { reason: fitted(n, 500), note, publicReply: note });
    }
  });
}

async function upload({ instance, key }: OneHouse, name: string, body: string): Promise<string> {
  const answer = await fetch(
    `${instance.url}/api/v1/workspaces/initech/imports?format=csv&name=${encodeURIComponent(name)}`,
    {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "text/csv" },
      body,
    },
  );
  const made = (await answer.json()) as { id: string };
  if (!answer.ok) throw new Error(`import of ${name}: ${answer.status} ${JSON.stringify(made)}`);
  return made.id;
}

const files = (house: OneHouse) =>
  each(all, async (n): Promise<Made> => ({ id: await upload(house, fitted(n, 255), `title,note\n"a","b"\n`), n }));

function bigFile(house: OneHouse): Promise<string> {
  const most = all.map((n) => `${payloads[n]} ${fitted(n, 100)}`);
  const header = [
    "id",
    "title",
    "message",
    "name",
    "email",
    "company",
    "domain",
    "created at",
    "tags",
    ...most.slice(0, 20),
  ];
  const rows = all.map((n) => {
    const text = most[n] ?? "";
    // Every third is refused for its date, and shown with what stood there; with more of them it would be no column of dates.
    const date = n % 3 === 0 ? text : "2026-01-01T00:00:00Z";
    return [`f${n}`, text, text, text, text, text, text, date, text, ...Array.from({ length: 20 }, () => text)];
  });
  return upload(house, fitted(0, 255), stringify([header, ...rows]));
}
