import { beforeEach, describe, expect, test } from "vitest";
import { createFeedback } from "#lib/feedback/commands.ts";
import { benchOf } from "#lib/feedback/testing.ts";
import { createIdea } from "#lib/ideas/commands.ts";
import { linkEvidence } from "#lib/ideas/evidence/commands.ts";
import { undoEvent } from "#lib/trace/events/commands.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import {
  createCompany,
  createContact,
  deleteCompany,
  deleteContact,
  updateCompany,
  updateContact,
  upsertCompany,
} from "./commands.ts";
import { companyHost, isFreeMail } from "./free-mail.ts";
import { getCompany, getContact, listCompanies, listContacts } from "./queries.ts";

let w: TestWorkspace;
let bench: ReturnType<typeof benchOf>;
beforeEach(async () => {
  w = await newTestWorkspace();
  bench = benchOf(w);
});
const notFound = { code: "not_found" };
const conflict = { code: "conflict" };
const undo = async (id: string) => undoEvent(w.actors.editor, { id: await bench.lastEvent(id) });

describe("a company", () => {
  const all = {
    name: "Initech",
    arr: 48_000.5,
    tier: "enterprise",
    lifecycle: "customer" as const,
    renewsOn: "2026-12-31",
    health: 80,
    size: 250,
    domains: ["initech.example", "initech.test", "initech.example"],
    externalIds: [
      { source: "zendesk", id: "org-77" },
      { source: "crm", id: "1" },
    ],
    fields: { region: "EU", seats: 12 },
  };

  test("is made with everything it was given, found, changed and deleted", async () => {
    const { editor, viewer } = w.actors;
    const made = await createCompany(editor, { ...all, ownerId: viewer.id });
    expect(made).toMatchObject({
      ...all,
      ownerId: viewer.id,
      ownerName: viewer.name,
      domains: ["initech.example", "initech.test"],
      externalIds: [
        { source: "crm", id: "1" },
        { source: "zendesk", id: "org-77" },
      ],
      counts: { contacts: 0, feedback: 0, inbox: 0, openAsks: 0, ideas: 0 },
      version: 1,
    });
    expect(await getCompany(viewer, { id: made.id })).toEqual(made);
    expect(await updateCompany(editor, { id: made.id, ...all })).toEqual(made);
    const changed = await updateCompany(editor, { id: made.id, arr: null, domains: ["initech.test", "new.example"] });
    expect(changed).toMatchObject({
      arr: null,
      tier: "enterprise",
      domains: ["initech.test", "new.example"],
      version: 2,
    });
    await expect(updateCompany(editor, { id: made.id, name: "x" }, { ifMatch: 1 })).rejects.toMatchObject({
      code: "stale",
      current: { version: 2 },
    });
    await deleteCompany(editor, { id: made.id });
    await expect(getCompany(viewer, { id: made.id })).rejects.toMatchObject(notFound);
    expect(await createCompany(editor, { name: "Initech", domains: ["new.example"] })).toMatchObject({ version: 1 });
    expect(await bench.events()).toEqual({ "company.created": 2, "company.updated": 1, "company.deleted": 1 });
  });

  test("shares no domain and no external id with another, and has no mail provider's domain", async () => {
    const { editor } = w.actors;
    await createCompany(editor, all);
    const other = await createCompany(editor, { name: "Initech", domains: ["other.example"] });
    await expect(updateCompany(editor, { id: other.id, domains: ["initech.test"] })).rejects.toMatchObject(conflict);
    await expect(createCompany(editor, { name: "X", externalIds: [{ source: "crm", id: "1" }] })).rejects.toMatchObject(
      conflict,
    );
    await expect(createCompany(editor, { name: "X", domains: ["a.example", "gmail.com"] })).rejects.toMatchObject({
      code: "invalid",
      fields: [{ pointer: "/domains/1", code: "free_mail" }],
    });
    const more = { id: other.id, domains: ["other.example", "gmail.com"] };
    await expect(updateCompany(editor, more)).rejects.toMatchObject({ fields: [{ pointer: "/domains/1" }] });
    const elsewhere = await newTestWorkspace();
    await expect(createCompany(elsewhere.actors.editor, all)).resolves.toBeDefined();
    const stranger = { name: "X", ownerId: elsewhere.actors.owner.id };
    await expect(createCompany(editor, stranger)).rejects.toMatchObject(notFound);
  });

  test("is made or changed by what a source calls it", async () => {
    const { editor } = w.actors;
    const by = { source: "crm", externalId: "77" };
    await expect(upsertCompany(editor, { ...by, arr: 1 })).rejects.toMatchObject({ fields: [{ pointer: "/name" }] });
    const made = await upsertCompany(editor, { ...by, name: "Northwind", arr: 1 });
    expect(made.externalIds).toEqual([{ source: "crm", id: "77" }]);
    expect(await upsertCompany(editor, { ...by, arr: 2 })).toMatchObject({
      id: made.id,
      name: "Northwind",
      arr: 2,
      version: 2,
    });
    expect(await upsertCompany(editor, { ...by, arr: 2 })).toMatchObject({ version: 2 });
    const many = await Promise.all(
      Array.from({ length: 8 }, (_, n) => upsertCompany(editor, { source: "crm", externalId: "new", name: `N ${n}` })),
    );
    expect(new Set(many.map(({ id }) => id)).size).toBe(1);
  });

  test("is made by whoever talks to customers and changed by editors", async () => {
    const { contributor, viewer } = w.actors;
    const { id } = await createCompany(contributor, { name: "A", externalIds: [{ source: "crm", id: "1" }] });
    const refused = { code: "forbidden" };
    await expect(createCompany(viewer, { name: "B" })).rejects.toMatchObject(refused);
    await expect(updateCompany(contributor, { id, name: "B" })).rejects.toMatchObject(refused);
    await expect(upsertCompany(contributor, { source: "crm", externalId: "1", name: "B" })).rejects.toMatchObject(
      refused,
    );
    await expect(deleteCompany(contributor, { id })).rejects.toMatchObject(refused);
    expect(await updateCompany(bench.keyWith("customers:write"), { id, name: "B" })).toMatchObject({ name: "B" });
  });

  test("counts what hangs on it", async () => {
    const { editor } = w.actors;
    const company = { name: "Initech", domain: "initech.example" };
    const first = await createFeedback(editor, { title: "A", company, contact: { email: "d@initech.example" } });
    await createFeedback(editor, { title: "B", company });
    const idea = await createIdea(editor, { title: "I" });
    await linkEvidence(editor, { id: first.id, ideaId: idea.id });
    expect((await getCompany(editor, { id: first.company?.id ?? "" })).counts).toEqual({
      contacts: 1,
      feedback: 2,
      inbox: 1,
      openAsks: 2,
      ideas: 1,
    });
  });

  test("each step can be undone", async () => {
    const { editor } = w.actors;
    const made = await createCompany(editor, all);
    const { id } = made;
    await updateCompany(editor, { id, name: "B", arr: 1, domains: [], externalIds: [], fields: {} });
    await undo(id);
    const same = async () => {
      const { version: _, updatedAt: _u, ...now } = await getCompany(editor, { id });
      const { version: _v, updatedAt: _w, ...then } = made;
      expect(now).toEqual(then);
    };
    await same();
    await deleteCompany(editor, { id });
    await undo(id);
    await same();
    await undo(id);
    await expect(getCompany(editor, { id })).rejects.toMatchObject(notFound);
    const other = await createCompany(editor, { name: "Other" });
    await createFeedback(editor, { title: "A", company: { name: "Other" } });
    await expect(undo(other.id)).rejects.toMatchObject(conflict);
    await updateCompany(editor, { id: other.id, domains: ["taken.example"] });
    await deleteCompany(editor, { id: other.id });
    await createCompany(editor, { name: "New", domains: ["taken.example"] });
    await expect(undo(other.id)).rejects.toMatchObject(conflict);
  });

  test("lists walk every row once, by name and by ARR, and filter", async () => {
    const { editor, viewer } = w.actors;
    const names = ["alpha", "Beta", "beta labs", "gamma", "Ünal", "beta"];
    for (const [n, name] of names.entries()) {
      await createCompany(editor, {
        name,
        ...(n % 2 ? { arr: n * 10, tier: "gold", lifecycle: "trial" as const } : {}),
      });
    }
    for (const sort of ["name", "-name", "arr", "-arr"] as const) {
      const seen: { name: string; arr: number | null }[] = [];
      let cursor: string | undefined;
      do {
        const page: Awaited<ReturnType<typeof listCompanies>> = await listCompanies(viewer, {
          limit: 2,
          sort,
          ...(cursor && { cursor }),
        });
        seen.push(...page.data);
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(seen.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
      if (sort.endsWith("arr")) {
        const values = seen.map(({ arr }) => arr ?? 0);
        expect(values).toEqual(values.toSorted((a, b) => (sort === "arr" ? a - b : b - a)));
      }
    }
    const found = async (filter: Parameters<typeof listCompanies>[1]) =>
      (await listCompanies(viewer, filter)).data.map(({ name }) => name);
    expect((await found({ q: "BETA" })).toSorted()).toEqual(["Beta", "beta", "beta labs"]);
    expect(await found({ q: "beta l" })).toEqual(["beta labs"]);
    expect(await found({ q: "%" })).toEqual([]);
    expect(await found({ tier: ["gold"], lifecycle: ["trial", "free"] })).toHaveLength(3);
    expect(await found({ ownerId: viewer.id })).toEqual([]);
  });
});

describe("a contact", () => {
  test("is made, changed, deleted and brought back", async () => {
    const { editor } = w.actors;
    const company = await createCompany(editor, { name: "Initech" });
    const made = await createContact(editor, {
      name: "Dana Ito",
      email: "Dana@initech.example",
      companyId: company.id,
      role: "Controller",
      persona: "Auditor",
      isChampion: true,
      externalIds: [{ source: "zendesk", id: "u-9" }],
    });
    expect(await getContact(w.actors.viewer, { id: made.id })).toEqual(made);
    expect(await updateContact(editor, { id: made.id, isChampion: true })).toEqual(made);
    expect(await updateContact(editor, { id: made.id, name: null, role: null })).toMatchObject({
      name: null,
      version: 2,
    });
    await expect(updateContact(editor, { id: made.id, email: null })).rejects.toMatchObject({ code: "invalid" });
    await expect(createContact(editor, { role: "x" })).rejects.toMatchObject({ code: "invalid" });
    await expect(createContact(editor, { email: "dana@INITECH.example" })).rejects.toMatchObject(conflict);
    await expect(updateContact(editor, { id: made.id, name: "x" }, { ifMatch: 1 })).rejects.toMatchObject({
      code: "stale",
    });
    await undo(made.id);
    const { version: _, updatedAt: _u, ...then } = made;
    expect(await getContact(editor, { id: made.id })).toMatchObject(then);
    await deleteContact(editor, { id: made.id });
    const again = await createContact(editor, { email: "dana@initech.example" });
    await expect(undo(made.id)).rejects.toMatchObject(conflict);
    await deleteContact(editor, { id: again.id });
    await undo(made.id);
    expect(await getContact(editor, { id: made.id })).toMatchObject(then);
    await deleteCompany(editor, { id: company.id });
    expect((await getContact(editor, { id: made.id })).companyId).toBeNull();
  });

  test("refers to companies of its workspace, and is changed by editors", async () => {
    const elsewhere = await newTestWorkspace();
    const theirs = await createCompany(elsewhere.actors.editor, { name: "Theirs" });
    await expect(createContact(w.actors.editor, { name: "A", companyId: theirs.id })).rejects.toMatchObject(notFound);
    const { id } = await createContact(w.actors.contributor, { name: "A" });
    await expect(updateContact(w.actors.contributor, { id, name: "B" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteContact(w.actors.contributor, { id })).rejects.toMatchObject({ code: "forbidden" });
    await expect(getContact(elsewhere.actors.owner, { id })).rejects.toMatchObject(notFound);
  });

  test("lists walk every row once, the newest first, and filter", async () => {
    const { editor } = w.actors;
    const company = await createCompany(editor, { name: "Initech" });
    for (let n = 0; n < 7; n++) {
      await createContact(editor, { email: `c${n}@initech.example`, ...(n > 4 ? { companyId: company.id } : {}) });
    }
    const seen: (string | null)[] = [];
    let cursor: string | undefined;
    do {
      const page: Awaited<ReturnType<typeof listContacts>> = await listContacts(editor, {
        limit: 3,
        ...(cursor && { cursor }),
      });
      seen.push(...page.data.map(({ email }) => email));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `c${n}@initech.example`));
    expect((await listContacts(editor, { companyId: company.id })).data).toHaveLength(2);
    expect((await listContacts(editor, { q: "C3" })).data.map(({ email }) => email)).toEqual(["c3@initech.example"]);
  });
});

test("mail providers' domains are known, in lower case", () => {
  expect(isFreeMail("gmail.com")).toBe(true);
  expect(isFreeMail("initech.example")).toBe(false);
  expect(companyHost("Dana@Initech.Example")).toBe("initech.example");
  expect(companyHost("dana@GMAIL.com")).toBeNull();
});
