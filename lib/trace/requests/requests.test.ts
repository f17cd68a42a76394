import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { createCompany, createContact, deleteCompany } from "#lib/customers/commands.ts";
import { getCompany, listCompanies } from "#lib/customers/queries.ts";
import { setAsideFeedback, updateFeedback } from "#lib/feedback/commands.ts";
import { getFeedback, listFeedback } from "#lib/feedback/queries.ts";
import { createIdea, deleteIdea } from "#lib/ideas/commands.ts";
import { linkEvidence } from "#lib/ideas/evidence/commands.ts";
import { listEvidence } from "#lib/ideas/evidence/queries.ts";
import { getIdea } from "#lib/ideas/queries.ts";
import { setAsideIdea } from "#lib/ideas/set-aside.ts";
import { tablesOf } from "#lib/ideas/testing.ts";
import { createInitiative } from "#lib/roadmap/commands.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { createRequest } from "./commands.ts";
import { listRequests, similarToRequest } from "./queries.ts";

let w: TestWorkspace;
let companyId = "";
let ideaId = "";

beforeEach(async () => {
  w = await newTestWorkspace();
  const { editor } = w.actors;
  companyId = (await createCompany(editor, { name: "Initech", domains: ["initech.example"], arr: 48_000 })).id;
  const problem = "They take screenshots of forty pages";
  ideaId = (await createIdea(editor, { title: "Auditors cannot get the log out", problem })).id;
});

const refused = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "done",
    (error: { code: string }) => error.code,
  );

describe("a request of a customer", () => {
  test("is its voice for a known idea: feedback, link and demand in one go", async () => {
    const { contributor, viewer } = w.actors;
    const made = await createRequest(contributor, { body: "Our auditors ask every quarter", companyId, ideaId });
    expect(made).toMatchObject({
      feedback: { title: "Our auditors ask every quarter", state: "reviewed", kind: "request", source: "request" },
      company: { id: companyId, name: "Initech" },
      standing: "idea",
      isOpen: true,
      ideas: [{ id: ideaId, importance: "want" }],
    });
    expect((await getIdea(viewer, { id: ideaId })).demand).toMatchObject({ companies: 1, arr: 48_000, feedback: 1 });
    expect((await listEvidence(viewer, { id: ideaId })).data[0]?.linkedBy.id).toBe(contributor.id);
  });

  test("is new: it waits in the inbox with what was asked about it", async () => {
    const { contributor, viewer } = w.actors;
    const answers = { importance: "must", affected: "team", today: "by_hand" } as const;
    const made = await createRequest(contributor, { title: "Sign in with Okta", companyId, ...answers });
    expect(made).toMatchObject({ standing: "inbox", ideas: [], feedback: { title: "Sign in with Okta" } });
    const { data } = await listFeedback(viewer, { state: ["inbox"] });
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({ id: made.feedback.id, fields: answers });
    expect(await linkEvidence(w.actors.editor, { id: made.feedback.id, ideaId })).toMatchObject({ importance: "must" });
  });

  test("makes the company on the way, once, and speaks for a contact's company", async () => {
    const { contributor, editor, viewer } = w.actors;
    for (const companyName of ["Hooli", "hooli"]) await createRequest(contributor, { body: "Faster", companyName });
    const { data } = await listCompanies(viewer, { q: "hooli" });
    expect(data.map(({ name }) => name)).toEqual(["Hooli"]);
    const contact = await createContact(editor, { name: "Dana Ito", companyId });
    const made = await createRequest(contributor, { body: "Slower", contactId: contact.id });
    expect(made).toMatchObject({ company: { id: companyId }, contact: { name: "Dana Ito" } });
    expect((await getCompany(viewer, { id: companyId })).counts.openAsks).toBe(1);
  });

  test("of a company whose name another has too is that company's", async () => {
    const { contributor, editor } = w.actors;
    const other = await createCompany(editor, { name: "Initech" });
    for (const id of [other.id, companyId]) {
      expect((await createRequest(contributor, { body: "Mine", companyId: id })).company?.id).toBe(id);
    }
  });

  test("is written whole or not at all, and names what does not fit", async () => {
    const { contributor, editor, viewer } = w.actors;
    const elsewhere = await newTestWorkspace();
    const foreign = await createIdea(elsewhere.actors.editor, { title: "Theirs" });
    const gone = await createCompany(editor, { name: "Gone" });
    await deleteCompany(editor, { id: gone.id });
    const deleted = await createIdea(editor, { title: "Deleted" });
    await deleteIdea(editor, { id: deleted.id });
    const body = "Never stored";
    expect(await refused(createRequest(viewer, { body }))).toBe("forbidden");
    for (const id of [foreign.id, deleted.id]) {
      expect(await refused(createRequest(contributor, { body, companyName: "Never made", ideaId: id }))).toBe(
        "not_found",
      );
    }
    expect(await refused(createRequest(contributor, { body, companyId: gone.id, ideaId }))).toBe("not_found");
    const noLinks = { ...contributor, permissions: new Set(["read", "feedback:write"] as const) };
    expect(await refused(createRequest(noLinks, { body, ideaId }))).toBe("forbidden");
    await expect(createRequest(contributor, { body: " " })).rejects.toMatchObject({ fields: [{ pointer: "/body" }] });
    await expect(createRequest(contributor, { body, companyId, companyName: "Both" })).rejects.toMatchObject({
      fields: [{ pointer: "/companyName" }],
    });
    await expect(createRequest(contributor, { body: "<p></p>" })).rejects.toMatchObject({ code: "invalid" });
    expect((await listFeedback(viewer, {})).data).toEqual([]);
    expect((await listCompanies(viewer, { q: "Never made" })).data).toEqual([]);
  });
});

describe("my requests", () => {
  test("I11 are one's own only, the newest first, page by page, with where each stands and what may be said", async () => {
    const { contributor, editor, viewer } = w.actors;
    const say = (body: string) => createRequest(contributor, { body, companyId });
    const [first] = [await say("R0"), await say("R1"), await say("R2")];
    await createRequest(editor, { body: "Not mine", companyId });
    await createInitiative(editor, { title: "Audit exports", horizon: "next", ideaIds: [ideaId] });
    await createRequest(contributor, { body: "R3", companyId, ideaId });
    const publicReply = "We keep it grey.";
    await setAsideFeedback(editor, { id: first.feedback.id, reason: "not_now", publicReply });

    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listRequests(contributor, { limit: 3, ...(cursor && { cursor }) });
      seen.push(...page.data.map(({ feedback }) => feedback.title));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(["R3", "R2", "R1", "R0"]);
    const { data: open } = await listRequests(contributor, { isOpen: true });
    expect(open.map(({ feedback, standing }) => [feedback.title, standing])).toEqual([
      ["R3", "next"],
      ["R2", "inbox"],
      ["R1", "inbox"],
    ]);
    const { data: settled } = await listRequests(contributor, { isOpen: false });
    expect(settled).toMatchObject([{ standing: "set_aside", setAside: { reason: "not_now", publicReply } }]);
    expect((await listRequests(viewer, {})).data).toEqual([]);
    const having = async (q: string) =>
      (await listRequests(contributor, { q })).data.map(({ feedback }) => feedback.title);
    expect(await having("INI r3")).toEqual(["R3"]);
    expect(await having("initech")).toHaveLength(4);
    expect(await having("Not mine")).toEqual([]);
    await updateFeedback(contributor, { id: first.feedback.id, title: "R0, in other words" });
    expect((await getFeedback(viewer, { id: first.feedback.id })).title).toBe("R0, in other words");
    expect(
      await refused(
        updateFeedback(contributor, { id: (await createRequest(editor, { body: "x" })).feedback.id, title: "y" }),
      ),
    ).toBe("forbidden");
  });
});

describe("similar ideas", () => {
  const titles = async (q: string, given: { companyId?: string } = {}) =>
    (await similarToRequest(w.actors.contributor, { q, ...given })).data.map(({ title }) => title);

  test("are found by the telling words of what is being written, in title or text", async () => {
    const { editor, contributor } = w.actors;
    const other = await createIdea(editor, { title: "A dark theme", problem: "The auditors work at night" });
    for (let n = 0; n < 40; n++) await createIdea(editor, { title: `Please make the export number ${n} better` });
    expect(await titles("Hello, our auditor asks whether the logs")).toEqual(["Auditors cannot get the log out"]);
    // One word is enough where it is in the title, also while it is being typed.
    expect(await titles("them")).toEqual(["A dark theme"]);
    expect(await titles("screenshots of forty")).toEqual(["Auditors cannot get the log out"]);
    expect(await titles("please")).toEqual([]);
    expect(await titles("!?' \\ & | ('")).toEqual([]);
    await setAsideIdea(editor, { id: other.id, reason: "not_now" });
    const { data } = await similarToRequest(contributor, { q: "a dark theme, please" });
    expect(data[0]).toMatchObject({ title: "A dark theme", state: "set_aside", standing: "set_aside", isAsked: false });
    expect(data[0]?.titlePieces).toEqual([
      { text: "A ", match: false },
      { text: "dark", match: true },
      { text: " ", match: false },
      { text: "theme", match: true },
    ]);
    await deleteIdea(editor, { id: other.id });
    expect(await titles("a dark theme, please")).toEqual([]);
  });

  test("say what hangs on them and whether the company asked already", async () => {
    const { contributor, editor } = w.actors;
    await createInitiative(editor, { title: "Audit exports", horizon: "now", ideaIds: [ideaId] });
    await createRequest(contributor, { body: "The log", companyId, ideaId });
    const find = async (id: string) =>
      (await similarToRequest(contributor, { q: "auditors and the log", companyId: id })).data[0];
    expect(await find(companyId)).toMatchObject({ companies: 1, arr: 48_000, standing: "now", isAsked: true });
    const other = await createCompany(editor, { name: "Hooli" });
    expect(await find(other.id)).toMatchObject({ companies: 1, isAsked: false });
  });

  test("are none of another workspace's, in a language without spaces too", async () => {
    const elsewhere = await newTestWorkspace();
    await createIdea(elsewhere.actors.editor, { title: "監査ログを出力できない" });
    expect(await titles("監査ログ")).toEqual([]);
    await createIdea(w.actors.editor, { title: "監査ログを出力できない" });
    expect(await titles("お客様が監査ログを求めています")).toEqual(["監査ログを出力できない"]);
    const bound = await tablesOf(w.workspace.id).run(sql`select count(*)::int as n from ideas`);
    expect(bound[0]?.n).toBe(2);
  });
});
