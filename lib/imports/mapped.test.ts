import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { database, useDatabase } from "#db/client.ts";
import { freshDatabase } from "#db/testing.ts";
import type { Actor } from "#lib/core/actor.ts";
import { within } from "#lib/core/operation.ts";
import { type RunningJobs, startJobs } from "#lib/jobs/queue.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { cancelImport, createImport } from "./commands.ts";
import { runImport } from "./jobs.ts";
import { mapImport, startImport } from "./map.ts";
import { previewImport } from "./preview.ts";
import { getImport, listImportRows } from "./queries.ts";
import type { importFormats } from "./schema.ts";
import { ended, streamed } from "./testing.ts";

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let jobs: RunningJobs;

beforeAll(async () => {
  fresh = await freshDatabase();
  useDatabase(fresh.url, 10);
  jobs = await startJobs({ url: fresh.url, jobs: [runImport] });
});
afterAll(async () => {
  await jobs.stop();
  await database().close();
  await fresh.drop();
  useDatabase(inject("databaseUrl"), 6);
});

type Sent = { format?: (typeof importFormats)[number]; source?: string; dryRun?: boolean; name?: string };
const send = async (actor: Actor, body: string | Buffer, { format = "auto", ...rest }: Sent = {}) =>
  (
    await createImport(
      actor,
      { format, ...rest },
      { body: streamed(body), contentType: "application/octet-stream", idempotencyKey: undefined },
    )
  ).body;
const editor = async () => (await newTestWorkspace()).actors.editor;
type Stored = { title: string; body: string; source: string; externalId: string | null } & Record<string, unknown>;
const feedback = (actor: Actor) =>
  within(actor, "read", ({ tx }) =>
    tx.execute<Stored>(sql`
      select f.title, f.body, f.source, f.external_id as "externalId", f.external_url as "externalUrl", f.kind,
        f.status_at_source as status, to_jsonb(f.tags) as tags, f.fields, f.occurred_at as "occurredAt",
        p.name as contact, p.email, c.name as company, c.arr
      from feedback f
      left join contacts p on p.workspace_id = f.workspace_id and p.id = f.contact_id
      left join companies c on c.workspace_id = f.workspace_id and c.id = f.company_id
      where f.workspace_id = ${actor.workspace.id} and f.deleted_at is null order by f.number`),
  );

const survey = [
  "Ticket ID;Betreff;Beschreibung;Vorname;Nachname;E-Mail;Firma;ARR;Typ;Status;Erstellt am;Schlagworte;Plan;Link",
  '17;Export als CSV;"Wir brauchen das ""jeden"" Monat.\r\nSonst fehlt uns viel.";Dana;Ito;dana@initech.example;Initech;48.000 €;Feature request;offen;31.12.2023 17:05;export, csv;enterprise;https://desk.example/17',
  '18;Bug im Bericht;"Die Zahlen stimmen nicht";Kim;Lee;kim@globex.example;Globex;;Bug;erledigt;01.02.2024;;;',
].join("\r\n");

describe("a CSV file", () => {
  it("waits for its mapping, shows the guess on real rows, and is imported as it was confirmed", async () => {
    const actor = await editor();
    const run = await send(actor, survey, { name: "Umfrage 2024.csv" });
    expect(run).toMatchObject({ state: "needs_mapping", format: "csv", source: "umfrage", name: "Umfrage 2024.csv" });
    const preview = await previewImport(actor, { id: run.id });
    expect(preview.mapping).toMatchObject({ encoding: "utf-8", delimiter: ";", hasHeader: true, source: "umfrage" });
    expect(preview.columns.map(({ field }) => field)).toEqual([
      "externalId",
      "title",
      "body",
      "contact.name",
      "contact.name",
      "contact.email",
      "company.name",
      "company.arr",
      "kind",
      "status",
      "occurredAt",
      "tags",
      "fields.Plan",
      "externalUrl",
    ]);
    expect(preview.questions).toEqual([]);
    expect(preview.rows.map(({ row, line, problems }) => [row, line, problems])).toEqual([
      [1, 2, []],
      [2, 4, []],
    ]);
    await mapImport(actor, { id: run.id });
    expect(await ended(actor, run.id)).toMatchObject({ state: "done", counts: { received: 2, created: 2 } });
    expect(await feedback(actor)).toMatchObject([
      {
        title: "Export als CSV",
        body: 'Wir brauchen das "jeden" Monat.\r\nSonst fehlt uns viel.',
        source: "umfrage",
        externalId: "17",
        contact: "Dana Ito",
        email: "dana@initech.example",
        company: "Initech",
        arr: 48_000,
        kind: "request",
        status: "offen",
        tags: ["export", "csv"],
        fields: { Plan: "enterprise" },
        externalUrl: "https://desk.example/17",
      },
      { title: "Bug im Bericht", company: "Globex", kind: "bug", fields: {}, tags: [] },
    ]);
  });

  it("of a source that was mapped before goes on by itself, as long as its columns fit", async () => {
    const actor = await editor();
    const text = (n: number) => `ref,what they said,extra\n${n},I would like more ${n},x\n`;
    const first = await send(actor, text(1), { source: "survey" });
    expect(first.state).toBe("needs_mapping");
    await mapImport(actor, {
      id: first.id,
      columns: [
        { index: 1, field: "body" },
        { index: 2, field: null },
      ],
    });
    await ended(actor, first.id);
    const second = await send(actor, text(2), { source: "survey" });
    expect(second.state).toBe("queued");
    expect((await ended(actor, second.id)).counts.created).toBe(1);
    const other = await send(actor, "ref,what they said,more\n3,I would like more 3,x\n", { source: "survey" });
    expect(other.state).toBe("needs_mapping");
    const { columns, mappedBy } = await previewImport(actor, { id: other.id });
    expect(mappedBy).toBe("memory");
    expect(columns.map(({ field }) => field)).toEqual(["externalId", "body", "fields.more"]);
    // Who does not name the source is shown what is remembered, and asked.
    const unnamed = await send(actor, text(4), { name: "survey.csv" });
    expect(unnamed.state).toBe("needs_mapping");
    expect((await previewImport(actor, { id: unnamed.id })).mappedBy).toBe("memory");
    expect((await feedback(actor)).map(({ fields }) => fields)).toEqual([{}, {}]);
  });

  it("is tried, says what would happen, and is run without being sent again", async () => {
    const actor = await editor();
    const rows = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, n) => `${from + n},Title ${from + n},Body\n`).join("");
    const before = await send(actor, `id,title,body\n${rows(1, 3)}`, { source: "crm" });
    await mapImport(actor, { id: before.id });
    await ended(actor, before.id);
    const changed = `id,title,body\n${rows(1, 3).replaceAll("Body", "Changed")}${rows(4, 415)}1.5E+3,Bad,Row\nonly one\n`;
    const run = await send(actor, changed, { source: "crm", dryRun: true });
    const tried = await ended(actor, run.id);
    const would = { received: 417, created: 412, updated: 3, unchanged: 0, rejected: 2 };
    expect(tried).toMatchObject({ state: "done", dryRun: true, counts: would });
    expect(Date.parse(tried.fileKeptUntil ?? "")).toBeGreaterThan(Date.now());
    expect(await feedback(actor)).toHaveLength(3);
    const started = await startImport(actor, { id: run.id });
    expect(started).toMatchObject({ state: "queued", dryRun: false, counts: { received: 0 }, fileKeptUntil: null });
    const done = await ended(actor, run.id);
    expect(done).toMatchObject({ state: "done", dryRun: false, counts: would });
    expect(done.bytes).toEqual({ total: Buffer.byteLength(changed), done: Buffer.byteLength(changed) });
    expect(await feedback(actor)).toHaveLength(415);
    const { data } = await listImportRows(actor, { id: run.id, result: "rejected" });
    expect(data.map(({ row, line, errors }) => [row, line, errors[0]?.code])).toEqual([
      [416, 417, "mangled_id"],
      [417, 418, "wrong_cell_count"],
    ]);
    await expect(startImport(actor, { id: run.id })).rejects.toMatchObject({ code: "conflict" });
    await expect(previewImport(actor, { id: run.id })).rejects.toMatchObject({ code: "conflict" });
  });

  it("counts its warnings once, tried or not, and shows rejected rows in the file's own letters", async () => {
    const actor = await editor();
    const text = "id;title;created\n1;Größe;31.12.2025 17:05\n2;Übermorgen\n";
    const run = await send(actor, Buffer.from(text, "latin1"), { source: "desk" });
    await mapImport(actor, { id: run.id, dryRun: true });
    const tried = await ended(actor, run.id);
    expect(tried.warnings).toMatchObject([{ code: "no_time_zone", rows: 1 }]);
    await startImport(actor, { id: run.id });
    const done = await ended(actor, run.id);
    expect(done.counts).toMatchObject({ created: 1, rejected: 1 });
    expect(done.warnings).toEqual(tried.warnings);
    const { data } = await listImportRows(actor, { id: run.id, result: "rejected" });
    expect(data.map(({ raw }) => raw.trim())).toEqual(["2;Übermorgen"]);
  });

  it("asks for the order of its dates once, unless they show it", async () => {
    const actor = await editor();
    const dates = (...all: string[]) => `id,title,created\n${all.map((date, n) => `${n},T ${n},${date}\n`).join("")}`;
    const run = await send(actor, dates("1/2/2023", "3/4/2023 5:06 PM", "45292"));
    const asked = await previewImport(actor, { id: run.id });
    expect(asked.questions).toMatchObject([{ code: "date_order", column: 2 }]);
    expect(asked.rows[0]).toMatchObject({
      record: null,
      problems: [{ pointer: "/occurredAt", code: "ambiguous_date" }],
    });
    const refusal = { code: "invalid", fields: [{ pointer: "/dateOrder", code: "date_order" }] };
    await expect(mapImport(actor, { id: run.id })).rejects.toMatchObject(refusal);
    await expect(startImport(actor, { id: run.id })).rejects.toMatchObject(refusal);
    await mapImport(actor, { id: run.id, dateOrder: "monthFirst" });
    await ended(actor, run.id);
    expect((await feedback(actor)).map(({ occurredAt }) => new Date(String(occurredAt)).toISOString())).toEqual([
      "2023-01-02T00:00:00.000Z",
      "2023-03-04T17:06:00.000Z",
      "2024-01-01T00:00:00.000Z",
    ]);
    const shown = await send(actor, dates("1/2/2023", "13/4/2023"));
    expect(await previewImport(actor, { id: shown.id })).toMatchObject({
      mapping: { dateOrder: "dayFirst" },
      questions: [],
    });
  });

  it("shows what comes of another encoding, delimiter or column before it runs", async () => {
    const actor = await editor();
    const run = await send(actor, Buffer.from("n\xfam;who|what\n1;a|\u00fc b\n", "latin1"), { name: "x.csv" });
    const draft = await mapImport(actor, {
      id: run.id,
      draft: true,
      encoding: "windows-1250",
      delimiter: "|",
      hasHeader: false,
    });
    expect(draft.state).toBe("needs_mapping");
    const preview = await previewImport(actor, { id: run.id });
    expect(preview).toMatchObject({
      mappedBy: "person",
      mapping: { encoding: "windows-1250", delimiter: "|", hasHeader: false },
    });
    expect(preview.columns.map(({ name, samples }) => [name, samples[0]])).toEqual([
      [null, "n\u00fam;who"],
      [null, "what"],
    ]);
    const clash = mapImport(actor, {
      id: run.id,
      draft: true,
      columns: [
        { index: 0, field: "title" },
        { index: 1, field: "title" },
      ],
    });
    await expect(clash).rejects.toMatchObject({ fields: [{ pointer: "/columns/1/field", code: "taken" }] });
    const nowhere = mapImport(actor, { id: run.id, columns: [{ index: 7, field: "title" }] });
    await expect(nowhere).rejects.toMatchObject({ fields: [{ pointer: "/columns/0/index" }] });
    await mapImport(actor, {
      id: run.id,
      draft: true,
      columns: [
        { index: 0, field: "title" },
        { index: 1, field: "body" },
      ],
    });
    await startImport(actor, { id: run.id });
    await ended(actor, run.id);
    expect((await feedback(actor)).map(({ title, body }) => [title, body])).toEqual([
      ["n\u00fam;who", "what"],
      ["1;a", "\u00fc b"],
    ]);
  });

  it("can be given up before it is mapped", async () => {
    const actor = await editor();
    const run = await send(actor, "id,title\n1,a\n");
    expect(await cancelImport(actor, { id: run.id })).toMatchObject({ state: "cancelled", fileKeptUntil: null });
    await expect(mapImport(actor, { id: run.id })).rejects.toMatchObject({ code: "conflict" });
    expect(await feedback(actor)).toEqual([]);
  });

  it("with two columns of one name keeps both", async () => {
    const actor = await editor();
    const run = await send(
      actor,
      "Summary,Issue key,Labels,Labels,Comment,Comment\nA title,K-1,one,two,first,second\n",
      { name: "jira.csv" },
    );
    await mapImport(actor, { id: run.id });
    await ended(actor, run.id);
    expect(await feedback(actor)).toMatchObject([
      { title: "A title", externalId: "K-1", tags: ["one", "two"], body: "first", fields: { Comment: "second" } },
    ]);
  });
});

describe("auto", () => {
  it("takes records of our own as they are, as lines and as an array", async () => {
    const actor = await editor();
    const record = { source: "desk", externalId: "1", title: "Ours", contact: { email: "a@b.example" } };
    const lines = await ended(actor, (await send(actor, `${JSON.stringify(record)}\n`)).id);
    expect(lines).toMatchObject({ format: "throughline", state: "done", counts: { created: 1 } });
    const array = await ended(actor, (await send(actor, JSON.stringify([record], null, 2))).id);
    expect(array).toMatchObject({ format: "throughline", state: "done", counts: { unchanged: 1 } });
  });

  it("maps JSON of another shape by its keys, and keeps keys that come later", async () => {
    const actor = await editor();
    const items = [
      {
        id: 7,
        subject: "Slow",
        description: "It is slow",
        user: { email: "kim@globex.example", name: "Kim" },
        labels: [{ name: "speed" }],
        votes: 3,
      },
      { id: 8, subject: "Fast", description: "It is fast", user: null, labels: [], votes: 0, extra: { deep: true } },
    ];
    for (const text of [JSON.stringify(items), items.map((item) => `${JSON.stringify(item)}\n`).join("")]) {
      const run = await send(actor, text, { source: text.startsWith("[") ? "array" : "lines" });
      expect(run).toMatchObject({ state: "needs_mapping", format: "json" });
      const { columns, mapping } = await previewImport(actor, { id: run.id });
      expect(mapping).toMatchObject({ encoding: null, delimiter: null });
      expect(columns.map(({ name, field }) => [name, field])).toEqual([
        ["id", "externalId"],
        ["subject", "title"],
        ["description", "body"],
        ["user.email", "contact.email"],
        ["user.name", "contact.name"],
        ["labels", "tags"],
        ["votes", "fields.votes"],
        ["user", "contact.name"],
        ["extra.deep", "fields.extra.deep"],
      ]);
      await mapImport(actor, { id: run.id });
      expect((await ended(actor, run.id)).counts).toMatchObject({ created: 2, rejected: 0 });
    }
    expect(await feedback(actor)).toMatchObject([
      {
        externalId: "7",
        title: "Slow",
        email: "kim@globex.example",
        contact: "Kim",
        tags: ["speed"],
        fields: { votes: 3 },
      },
      { externalId: "8", contact: null, fields: { votes: 0, "extra.deep": true } },
      { source: "lines" },
      { source: "lines" },
    ]);
  });

  it("finds the records in an object that was put around them", async () => {
    const actor = await editor();
    const tickets = [1, 2, 3].map((id) => ({
      id,
      subject: `Ticket ${id}`,
      description: "Text",
      comments: [{ body: "x" }],
    }));
    const around = { count: 3, meta: { list: [1, { a: "]" }] }, tickets, next_page: null, users: [{ id: 9 }] };
    for (const [n, text] of [JSON.stringify(around), JSON.stringify(around, null, 2)].entries()) {
      const run = await send(actor, text, { source: `desk-${n}` });
      expect(run).toMatchObject({ state: "needs_mapping", format: "json" });
      const { rows } = await previewImport(actor, { id: run.id });
      expect(rows.map(({ row, line, record }) => [row, line, record?.title])).toEqual(
        [1, 2, 3].map((row) => [row, n === 0 ? 1 : expect.any(Number), `Ticket ${row}`]),
      );
      await mapImport(actor, { id: run.id });
      expect(await ended(actor, run.id)).toMatchObject({ state: "done", counts: { received: 3, created: 3 } });
    }
    // One record with a list in it is a record.
    const single = await send(actor, JSON.stringify(tickets[0]), { source: "one" });
    expect((await previewImport(actor, { id: single.id })).rows).toMatchObject([{ record: { title: "Ticket 1" } }]);
  });

  it("refuses what holds nothing, and what has more columns than are read", async () => {
    const actor = await editor();
    await expect(send(actor, "")).rejects.toMatchObject({ fields: [{ code: "empty" }] });
    const wide = `${Array.from({ length: 501 }, (_, n) => `c${n}`).join(",")}\n`;
    await expect(send(actor, wide)).rejects.toMatchObject({
      fields: [{ code: "too_many_columns", message: expect.stringContaining("500") }],
    });
    await expect(send(actor, "id,title\n", { format: "json" })).rejects.toMatchObject({
      fields: [{ code: "unknown_shape" }],
    });
  });
});

describe("what a database does not take", () => {
  it("is stripped with a warning, in CSV and in records of our own", async () => {
    const actor = await editor();
    const run = await send(actor, "id,title,body\n1,a\u0000b,c\n2,d,e\u0000\u0000\n3,f,g\n", { source: "x" });
    await mapImport(actor, { id: run.id });
    const done = await ended(actor, run.id);
    expect(done.warnings).toMatchObject([{ code: "characters_removed", rows: 2 }]);
    const own = '{"source":"y","externalId":"1","title":"half \\ud800 and \\u0000","fields":{"a\\u0000":"\\udc00b"}}\n';
    const ours = await ended(actor, (await send(actor, own, { format: "throughline" })).id);
    expect(ours).toMatchObject({
      counts: { created: 1, rejected: 0 },
      warnings: [{ code: "characters_removed", rows: 1 }],
    });
    expect((await feedback(actor)).map(({ title, body, fields }) => [title, body, fields])).toEqual([
      ["ab", "c", {}],
      ["d", "e", {}],
      ["f", "g", {}],
      ["half  and ", "", { a: "b" }],
    ]);
  });
});

it("an import's progress never falls", async () => {
  const actor = await editor();
  const text = `id,title,body\n${Array.from({ length: 12_000 }, (_, n) => `${n},Title ${n},Body of it\n`).join("")}`;
  const run = await send(actor, text, { source: "many" });
  await mapImport(actor, { id: run.id });
  const seen: number[] = [];
  for (let state = "queued"; state === "queued" || state === "running"; ) {
    const now = await getImport(actor, { id: run.id });
    state = now.state;
    seen.push(now.bytes.done);
  }
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(new Set(seen).size).toBeGreaterThan(3);
  expect(seen.at(-1)).toBe(Buffer.byteLength(text));
});
