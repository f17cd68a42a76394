import { beforeEach, describe, expect, test } from "vitest";
import "#lib/customers/commands.ts";
import { getCompany, listCompanies, listContacts } from "#lib/customers/queries.ts";
import { undoEvent } from "#lib/trace/events/commands.ts";
import { listEvents } from "#lib/trace/events/queries.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { createFeedback } from "../commands.ts";
import { getFeedback } from "../queries.ts";
import { benchOf, idOf, ticket } from "../testing.ts";

let w: TestWorkspace;
let bench: ReturnType<typeof benchOf>;
beforeEach(async () => {
  w = await newTestWorkspace();
  bench = benchOf(w);
});

describe("who said it", () => {
  test("a contact is found by external id, then e-mail; a company by external id, domain, then exact name", async () => {
    const said = (n: number, contact: object, company: object) => ticket(n, { contact, company });
    const results = await bench.ingest([
      said(
        1,
        { externalId: "u1", email: "a@initech.example", name: "A" },
        { externalId: "o1", name: "Initech", domain: "initech.example" },
      ),
      said(2, { externalId: "u1" }, { externalId: "o1" }),
      said(3, { email: "A@INITECH.example" }, { domain: "initech.example" }),
      said(4, { email: "b@initech.example" }, { name: "initech" }),
      said(5, { externalId: "u2", name: "C" }, { name: "Initech Labs" }),
    ]);
    const of = await Promise.all(results.map((_, n) => getFeedback(w.actors.viewer, { id: idOf(results, n) })));
    const [a, b, c, d, e] = of.map(({ contact, company }) => [contact?.id, company?.id]);
    expect(b).toEqual(a);
    expect(c).toEqual(a);
    expect(d?.[1]).toBe(a?.[1]);
    expect(e?.[1]).not.toBe(a?.[1]);
    expect(await bench.count("companies")).toBe(2);
    expect(await bench.count("contacts")).toBe(3);
    // And once more, from the database instead of the same call.
    await bench.ingest([
      said(6, { externalId: "u1" }, { domain: "initech.example" }),
      said(7, { email: "b@INITECH.example" }, { name: "INITECH" }),
    ]);
    expect(await bench.count("companies")).toBe(2);
    expect(await bench.count("contacts")).toBe(3);
  });

  test("without a company it is the contact's, or the one of the address's domain; never a mail provider's", async () => {
    await bench.ingest([ticket(1, { company: { name: "Initech", domain: "initech.example" } })]);
    const results = await bench.ingest([
      ticket(2, { contact: { email: "dana@initech.example" } }),
      ticket(3, { contact: { email: "dana@initech.example" } }),
      ticket(4, { contact: { email: "someone@gmail.com" } }),
      ticket(5, { contact: { email: "other@gmail.com" }, company: { domain: "gmail.com" } }),
      ticket(6, { contact: { email: "third@gmail.com" }, company: { name: "Dana's", domain: "gmail.com" } }),
    ]);
    const names = await Promise.all(
      results.map(async (_, n) => (await getFeedback(w.actors.viewer, { id: idOf(results, n) })).company),
    );
    expect(names.map((company) => company?.name)).toEqual(["Initech", "Initech", undefined, undefined, "Dana's"]);
    expect(names[4]?.domain).toBeNull();
  });

  test("a record with feedback:write alone makes customers and never changes one", async () => {
    const key = bench.keyWith("feedback:write", "read");
    const company = { externalId: "o1", name: "Initech", domain: "initech.example", arr: 10 };
    const contact = { externalId: "u1", email: "a@initech.example", name: "A" };
    await bench.ingest([ticket(1, { contact, company })], key);
    const better = { company: { ...company, arr: 20, name: "Initech Inc" }, contact: { ...contact, name: "Anna" } };
    await bench.ingest([ticket(2, better)], key);
    await bench.ingest([ticket(3, better)], w.actors.contributor);
    const [before] = (await listCompanies(w.actors.viewer, {})).data;
    expect(before).toMatchObject({ name: "Initech", arr: 10, version: 1 });
    expect((await listContacts(w.actors.viewer, {})).data[0]).toMatchObject({ name: "A", version: 1 });
    await bench.ingest([ticket(4, better)], bench.keyWith("feedback:import"));
    expect(await getCompany(w.actors.viewer, { id: before?.id ?? "" })).toMatchObject({
      name: "Initech Inc",
      arr: 20,
      version: 2,
    });
    expect((await listContacts(w.actors.viewer, {})).data[0]).toMatchObject({ name: "Anna", version: 2 });
    expect(await bench.events()).toMatchObject({ "company.updated": 1, "contact.updated": 1 });
  });

  test("who was there and is given another name by a source has changed, also when the ticket has not", async () => {
    const contact = { email: "a@initech.example", name: "A" };
    const company = { name: "Initech" };
    await bench.ingest([ticket(1, { contact, company })]);
    const known = {
      contact: { ...contact, externalId: "u1" },
      company: { ...company, externalId: "o1", domain: "initech.example" },
    };
    expect(await createFeedback(w.actors.editor, ticket(1, known))).toMatchObject({
      contact: { email: contact.email },
    });
    const { data: contacts } = await listContacts(w.actors.viewer, {});
    expect(contacts).toMatchObject([{ version: 2, externalIds: [{ source: "zendesk", id: "u1" }] }]);
    const { data: companies } = await listCompanies(w.actors.viewer, {});
    expect(companies).toMatchObject([
      { version: 2, domains: ["initech.example"], externalIds: [{ source: "zendesk", id: "o1" }] },
    ]);
    expect(await bench.events()).toMatchObject({ "company.updated": 1, "contact.updated": 1 });
    const { data: events } = await listEvents(w.actors.owner, { order: "desc", limit: 2 });
    for (const { id } of events) await undoEvent(w.actors.owner, { id });
    expect((await listContacts(w.actors.viewer, {})).data).toMatchObject([{ version: 3, externalIds: [] }]);
    expect((await listCompanies(w.actors.viewer, {})).data).toMatchObject([{ domains: [], externalIds: [] }]);
  });

  test("somebody with a name only stays the same contact as long as the name does", async () => {
    await bench.ingest([ticket(1, { contact: { name: "Dana" } })]);
    await bench.ingest([ticket(1, { contact: { name: "Dana" }, body: "changed" })]);
    expect(await bench.count("contacts")).toBe(1);
    await bench.ingest([ticket(1, { contact: { name: "Dana Ito" }, body: "changed" })]);
    expect(await bench.count("contacts")).toBe(2);
  });
});
