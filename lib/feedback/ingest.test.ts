import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import "#lib/customers/commands.ts";
import { findAnything } from "#lib/search/queries.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import {
  batchFeedback,
  createFeedback,
  deleteFeedback,
  restoreFeedback,
  updateFeedback,
  upsertFeedback,
} from "./commands.ts";
import { getFeedback, listFeedback } from "./queries.ts";
import { benchOf, idOf, ticket } from "./testing.ts";

let w: TestWorkspace;
let bench: ReturnType<typeof benchOf>;
beforeEach(async () => {
  w = await newTestWorkspace();
  bench = benchOf(w);
});

describe("a record", () => {
  test("comes out as API.md says, HTML as Markdown", async () => {
    const sent = {
      source: "zendesk",
      externalId: "48213",
      externalUrl: "https://acme.zendesk.com/agent/tickets/48213",
      title: "Export the audit log as CSV",
      body: "<p>Our auditors ask for it <b>every quarter</b></p>",
      contact: { externalId: "u-9", email: "Dana@Initech.example", name: "Dana Ito" },
      company: { externalId: "org-77", name: "Initech", domain: "initech.example", arr: 48_000 },
      tags: ["export", "audit", "export"],
      kind: "request" as const,
      status: "open",
      fields: { plan: "enterprise", seats: 12, beta: true, left: null },
      occurredAt: "2026-03-01T09:30:00+02:00",
      updatedAt: "2026-03-02T10:00:00Z",
      messages: [
        { externalId: "c1", role: "customer" as const, author: "Dana", at: "2026-03-01T09:30:00Z", body: "a<br>b" },
        { role: "agent" as const, public: false, body: "internal `<br>`" },
      ],
    };
    const made = await createFeedback(w.actors.editor, sent);
    expect(made).toMatchObject({
      number: 1,
      title: sent.title,
      body: "Our auditors ask for it **every quarter**",
      snippet: "Our auditors ask for it every quarter",
      state: "inbox",
      source: "zendesk",
      externalId: "48213",
      externalUrl: sent.externalUrl,
      status: "open",
      contact: { name: "Dana Ito", email: "Dana@Initech.example" },
      company: { name: "Initech", domain: "initech.example", arr: 48_000 },
      tags: ["export", "audit"],
      ownerId: null,
      kind: "request",
      fields: sent.fields,
      ideas: [],
      ideaCount: 0,
      setAside: null,
      occurredAt: "2026-03-01T07:30:00.000Z",
      sourceUpdatedAt: "2026-03-02T10:00:00.000Z",
      messages: [
        {
          externalId: "c1",
          role: "customer",
          author: "Dana",
          at: "2026-03-01T09:30:00.000Z",
          public: true,
          body: "a  \nb",
        },
        { externalId: null, role: "agent", author: null, at: null, public: false, body: "internal `<br>`" },
      ],
      createdBy: { kind: "member", id: w.actors.editor.id },
      editedFields: [],
      version: 1,
    });
    expect(await getFeedback(w.actors.viewer, { id: made.id })).toEqual(made);
    const { messages: _, reviewNote: _n, createdBy: _c, sourceUpdatedAt: _s, editedFields: _e, ...item } = made;
    expect((await listFeedback(w.actors.viewer, {})).data).toEqual([item]);
    expect(
      await bench.read(sql`
      select body_original, messages->0->>'bodyOriginal' as message from feedback where id = ${made.id}`),
    ).toEqual([{ body_original: sent.body, message: "a<br>b" }]);
    expect(await bench.events()).toEqual({ "company.created": 1, "contact.created": 1, "feedback.created": 1 });
  });

  test("keeps a quoted message byte-equal, and lets it name, begin and find nothing", async () => {
    const words = "Exports fail 👍\n\n";
    const body = `${words}On 6 May 2024, Ken wrote:\n> Have you tried walruses?\n`;
    const { id } = await createFeedback(w.actors.editor, { source: "zendesk", externalId: "q", body });
    const shown = async () => {
      const { data } = await listFeedback(w.actors.viewer, {});
      return data[0];
    };
    const finds = async (q: string) => (await findAnything(w.actors.viewer, { q })).data.length;
    expect(await shown()).toMatchObject({ title: "Exports fail 👍", snippet: "Exports fail 👍", body });
    expect([await finds("exports"), await finds("walruses")]).toEqual([1, 0]);
    const edited = `Imports fail\n\n> penguins`;
    await updateFeedback(w.actors.editor, { id, title: "Edited", body: edited });
    expect(await shown()).toMatchObject({ snippet: "Imports fail", body: edited });
    expect([await finds("imports"), await finds("penguins")]).toEqual([1, 0]);
    await updateFeedback(w.actors.editor, { id, body: "> penguins" });
    expect([await finds("imports"), await finds("penguins")]).toEqual([0, 1]);
  });

  test("from its source again is as much the sender's own as it is then", async () => {
    const send = (body: string) => createFeedback(w.actors.editor, { source: "zendesk", externalId: "q", body });
    await send("Exports fail");
    const { snippet, body } = await send("Exports fail again\n\n-- \nDana, walrus keeper");
    expect({ snippet, body }).toEqual({
      snippet: "Exports fail again",
      body: "Exports fail again\n\n-- \nDana, walrus keeper",
    });
    expect((await findAnything(w.actors.viewer, { q: "walrus" })).data).toEqual([]);
    expect((await send("A walrus\n\n-- \nDana")).snippet).toBe("A walrus");
    expect((await findAnything(w.actors.viewer, { q: "walrus" })).data).toHaveLength(1);
  });

  test("needs a title or a body that says something", async () => {
    const { editor } = w.actors;
    const invalid = { code: "invalid", fields: [expect.objectContaining({ pointer: "/body" })] };
    await expect(createFeedback(editor, { title: "  ", body: "" })).rejects.toMatchObject(invalid);
    await expect(createFeedback(editor, { body: "<p> </p>", company: { name: "X" } })).rejects.toMatchObject(invalid);
    expect(await bench.count("companies")).toBe(0);
    expect((await createFeedback(editor, { body: "<p>Only a **body**</p><p>more</p>" })).title).toBe(
      "Only a **body** more",
    );
  });

  test("I3: every text is stored and given back byte-equal, and what cannot be stored is refused", async () => {
    const strings = [
      "right to left \u202eabc\u202c \u200f",
      "zero\u200bwidth\u200d\ufeff",
      "NFC é NFD e\u0301",
      "🙂 👩‍👩‍👧 𝔘",
      "a <user@example.com> \\ \t \u0001 \u007f '\" $1 %s #{x}",
      `${"x".repeat(100_000)}\n`,
      " leading and trailing \n\n",
    ];
    for (const text of strings) {
      const short = text.trim().slice(0, 200);
      const { id } = await createFeedback(w.actors.editor, {
        title: short,
        body: text,
        tags: [short.slice(0, 50)],
        fields: { [short.slice(0, 50)]: short },
        contact: { name: short },
        company: { name: short },
        messages: [{ body: text, author: short }],
      });
      expect(await getFeedback(w.actors.viewer, { id })).toMatchObject({
        title: short,
        body: text,
        tags: [short.slice(0, 50)],
        fields: { [short.slice(0, 50)]: short },
        contact: { name: short },
        company: { name: short },
        messages: [{ body: text, author: short }],
      });
    }
    for (const bad of ["a\u0000b", "\ud83d", "\ude42\ud83d"]) {
      for (const record of [
        { title: bad },
        { body: bad },
        { title: "t", tags: [bad] },
        { title: "t", fields: { x: bad } },
      ]) {
        await expect(createFeedback(w.actors.editor, record)).rejects.toMatchObject({ code: "invalid" });
      }
    }
  });
});

describe("the same record again", () => {
  test("is unchanged, and updated where it differs; what is left out stays, null empties", async () => {
    const first = ticket(1, { tags: ["a"], kind: "bug", occurredAt: "2026-01-01T00:00:00Z", fields: { b: 1, a: 2 } });
    const made = await bench.ingest([first]);
    expect(bench.statuses(made)).toEqual(["created"]);
    expect(bench.statuses(await bench.ingest([first]))).toEqual(["unchanged"]);
    expect(bench.statuses(await bench.ingest([{ ...first, fields: { a: 2, b: 1 } }]))).toEqual(["unchanged"]);
    expect(bench.statuses(await bench.ingest([{ ...first, body: "New words" }]))).toEqual(["updated"]);
    expect(
      bench.statuses(await bench.ingest([{ source: "zendesk", externalId: "1", title: "T", tags: null }])),
    ).toEqual(["updated"]);
    expect(await getFeedback(w.actors.viewer, { id: idOf(made) })).toMatchObject({
      title: "T",
      body: "New words",
      tags: [],
      kind: "bug",
      version: 3,
    });
    expect(await bench.events()).toEqual({ "feedback.created": 1, "feedback.updated": 2 });
    expect(await bench.count("feedback")).toBe(1);
  });

  test("is told apart by source", async () => {
    const results = await bench.ingest([
      ticket(1),
      ticket(1, { source: "intercom" }),
      ticket(1, { source: undefined }),
    ]);
    expect(bench.statuses(results)).toEqual(["created", "created", "created"]);
  });

  test("M8: an older one never overwrites a newer one, and what was deleted stays deleted", async () => {
    const at = (day: number) => `2026-01-0${day}T00:00:00Z`;
    const made = await bench.ingest([ticket(1, { body: "second", updatedAt: at(2) })]);
    const id = idOf(made);
    expect(bench.statuses(await bench.ingest([ticket(1, { body: "first", updatedAt: at(1) })]))).toEqual(["unchanged"]);
    expect((await getFeedback(w.actors.viewer, { id })).body).toBe("second");
    expect(bench.statuses(await bench.ingest([ticket(1, { body: "third", updatedAt: at(3) })]))).toEqual(["updated"]);
    await deleteFeedback(w.actors.editor, { id });
    const again = await bench.ingest([ticket(1, { body: "fourth", updatedAt: at(4) })]);
    expect(again).toEqual([{ status: "unchanged", id, isDeleted: true }]);
    await expect(getFeedback(w.actors.viewer, { id })).rejects.toMatchObject({ code: "not_found" });
    await expect(upsertFeedback(w.actors.editor, { ...ticket(1), body: "fifth" })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await restoreFeedback(w.actors.editor, { id })).toMatchObject({ body: "third" });
  });

  test("does not overwrite what a person edited here", async () => {
    const id = idOf(await bench.ingest([ticket(1, { tags: ["a"] })]));
    await updateFeedback(w.actors.editor, { id, title: "Clearer", tags: ["b"] });
    await bench.ingest([ticket(1, { title: "Source's", tags: ["c"], body: "New body", kind: "bug" })]);
    expect(await getFeedback(w.actors.viewer, { id })).toMatchObject({
      title: "Clearer",
      tags: ["b"],
      body: "New body",
      kind: "bug",
      editedFields: ["title", "tags"],
    });
  });

  test("within one call the newest wins, wherever it stands, and each row has its result", async () => {
    const results = await bench.ingest([
      ticket(1, { body: "b", updatedAt: "2026-01-02T00:00:00Z" }),
      ticket(2),
      ticket(1, { body: "c", updatedAt: "2026-01-03T00:00:00Z", tags: ["kept"] }),
      ticket(1, { body: "a", updatedAt: "2026-01-01T00:00:00Z" }),
      ticket(2),
      ticket(1, { body: "d", updatedAt: "2026-01-03T00:00:00Z" }),
    ]);
    expect(bench.statuses(results)).toEqual(["created", "created", "updated", "unchanged", "unchanged", "updated"]);
    expect(new Set(results.map((_, n) => idOf(results, n))).size).toBe(2);
    expect(await getFeedback(w.actors.viewer, { id: idOf(results) })).toMatchObject({
      body: "d",
      tags: ["kept"],
      version: 1,
    });
    expect(await bench.events()).toEqual({ "feedback.created": 2 });
  });
});

describe("a batch", () => {
  test("M5: three bad rows of 1,000 stop no other; sent again they complete it", async () => {
    const items: object[] = Array.from({ length: 1_000 }, (_, n) => ticket(n));
    items[3] = { ...ticket(3), contact: { email: "not an address" } };
    items[500] = { source: "zendesk", externalId: "500" };
    items[999] = { ...ticket(999), colour: "red" };
    const { results } = await batchFeedback(w.actors.editor, { items });
    const bad = results.filter((result) => result.status === "rejected");
    expect(bad.map(({ index, errors }) => [index, errors[0]?.pointer, errors[0]?.code])).toEqual([
      [3, "/items/3/contact/email", "invalid_format"],
      [500, "/items/500/body", "custom"],
      [999, "/items/999/colour", "unknown_field"],
    ]);
    expect(results.filter(({ status }) => status === "created")).toHaveLength(997);
    expect(results.map(({ index }) => index)).toEqual(items.map((_, n) => n));
    const again = await batchFeedback(w.actors.editor, { items: [ticket(3), ticket(500), ticket(999)] });
    expect(again.results.map(({ status }) => status)).toEqual(["created", "created", "created"]);
    expect(await bench.count("feedback")).toBe(1_000);
    const numbers = (await listFeedback(w.actors.viewer, { limit: 200 })).data.map(({ number }) => number);
    expect(new Set(numbers).size).toBe(200);
  });

  test("takes an importer", async () => {
    const input = { items: [ticket(1)] };
    await expect(batchFeedback(w.actors.contributor, input)).rejects.toMatchObject({ code: "forbidden" });
    await expect(batchFeedback(bench.keyWith("feedback:write"), input)).rejects.toMatchObject({ code: "forbidden" });
    await expect(batchFeedback(bench.keyWith("feedback:import"), input)).resolves.toBeDefined();
  });
});

describe("many at once", () => {
  test("M7: eight overlapping calls, in any order, make each row and each customer once", async () => {
    const all = Array.from({ length: 300 }, (_, n) =>
      ticket(n, {
        contact: { email: `c${n % 40}@company-${n % 15}.example`, name: `C ${n % 40}` },
        company:
          n % 2 ? { name: `Company ${n % 15}`, domain: `company-${n % 15}.example` } : { name: `Company ${n % 15}` },
      }),
    );
    const part = (worker: number) => {
      const rows = all.filter((_, n) => (n + worker) % 8 < 5);
      return worker % 2 ? rows.reverse() : rows;
    };
    const results = (await Promise.all(Array.from({ length: 8 }, (_, worker) => bench.ingest(part(worker))))).flat();
    const tally = Object.groupBy(results, ({ status }) => status);
    expect(tally.created).toHaveLength(300);
    expect(tally.rejected).toBeUndefined();
    expect(await bench.count("feedback")).toBe(300);
    expect(await bench.count("companies")).toBe(15);
    expect(await bench.count("company_domains")).toBe(15);
    expect(await bench.count("contacts")).toBe(120);
    expect(await bench.events()).toMatchObject({
      "feedback.created": 300,
      "company.created": 15,
      "contact.created": 120,
    });
  });

  test("updates and new rows mixed, in opposite orders, end as the newest says", async () => {
    const rows = (version: number, more: number) =>
      Array.from({ length: 60 + more }, (_, n) =>
        ticket(n, {
          body: `v${version}`,
          updatedAt: `2026-01-0${version}T00:00:00Z`,
          company: { name: "One", arr: version },
        }),
      );
    await bench.ingest(rows(1, 0));
    await Promise.all(
      [2, 3, 4, 5, 6, 7, 8, 9].map((version) => {
        const some = rows(version, version);
        return bench.ingest(version % 2 ? some.reverse() : some);
      }),
    );
    const { data } = await listFeedback(w.actors.viewer, { limit: 200 });
    expect(data).toHaveLength(69);
    for (const { body, externalId } of data) {
      if (Number(externalId) < 62) expect(body).toBe("v9");
    }
    expect(await bench.count("companies")).toBe(1);
  });
});
