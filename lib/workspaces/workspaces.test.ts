import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { database } from "#db/client.ts";
import { roles } from "#lib/core/permissions.ts";
import { getSession } from "#lib/identity/queries.ts";
import { asVisitor, newPerson, signInAs } from "#lib/identity/testing.ts";
import { actorFor } from "#lib/identity/who.ts";
import { createWorkspace, deleteWorkspace, updateWorkspace } from "./commands.ts";
import { listMembers } from "./members/queries.ts";
import { offersWorkspace } from "./policy.ts";
import { provisionMember, provisionWorkspace } from "./provision.ts";
import { getWorkspace } from "./queries.ts";
import { commandLine, commandLineIn } from "./system.ts";
import { newTestWorkspace, type TestWorkspace } from "./testing.ts";

let w: TestWorkspace;
beforeEach(async () => {
  w = await newTestWorkspace();
});

const eventsOf = (workspaceId: string) =>
  database().transact({ workspaceId, mode: "read" }, ({ tx }) =>
    tx.execute<{ action: string; before: object; after: object }>(
      sql`select action, before, after from events where workspace_id = ${workspaceId} order by xid, id`,
    ),
  );

describe("a workspace", () => {
  afterEach(() => {
    delete process.env.SIGNUP;
  });

  test("belongs to who made it and has its stages from the start", async () => {
    process.env.SIGNUP = "open";
    const visitor = await asVisitor(await signInAs(await newPerson()));
    const made = await createWorkspace(visitor, { name: "Café Müller" });
    expect(made.slug).toMatch(/^cafe-muller/);
    const again = await createWorkspace(visitor, { name: "Café Müller" });
    expect(again.slug).not.toBe(made.slug);
    const actor = await actorFor(visitor, made.slug);
    expect(actor).toMatchObject({ role: "owner", workspace: { id: made.id } });
    const [{ stages } = { stages: 0 }] = await database().transact({ workspaceId: made.id, mode: "read" }, ({ tx }) =>
      tx.execute<{ stages: number }>(sql`select count(*) as stages from idea_stages where workspace_id = ${made.id}`),
    );
    expect(stages).toBe(5);
    const { workspaces } = await getSession(visitor, {});
    expect(workspaces.map(({ slug, role }) => ({ slug, role }))).toEqual(
      [made, again].map(({ slug }) => ({ slug, role: "owner" })),
    );
    const taken = createWorkspace(visitor, { name: "Other", slug: made.slug });
    await expect(taken).rejects.toMatchObject({ code: "invalid", fields: [{ pointer: "/slug", code: "taken" }] });
  });

  test.each([undefined, "closed"])("Z1 with SIGNUP=%s is made by nobody who was merely invited", async (setting) => {
    if (setting !== undefined) process.env.SIGNUP = setting;
    for (const role of roles) {
      const visitor = await asVisitor({ cookie: await w.cookie(role) });
      const refused = createWorkspace(visitor, { name: "Mine" });
      await expect(refused, role).rejects.toMatchObject({ code: "forbidden", message: /only who claimed/i });
      expect(await offersWorkspace(w.actors[role].id)).toBe(false);
      expect((await getSession(visitor, {})).workspaces).toHaveLength(1);
    }
  });

  test("is 404 for who does not belong to it, as one that is not there", async () => {
    const stranger = await asVisitor(await signInAs(await newPerson()));
    const refusals = [w.workspace.slug, "nowhere", "", "..", "a\u0000b", "X"].map((slug) =>
      actorFor(stranger, slug).catch((error) => `${error.code} ${error.message}`),
    );
    expect(new Set(await Promise.all(refusals))).toEqual(new Set(["not_found There is nothing here."]));
  });

  test("changes what was sent, records it, and nothing when nothing differs", async () => {
    const before = await getWorkspace(w.actors.admin, {});
    const changed = await updateWorkspace(w.actors.admin, {
      name: "Initech",
      timeZone: "Europe/Berlin",
      currency: "EUR",
      horizonNames: { now: "Jetzt", next: "Bald", later: "Später", done: "Fertig" },
      setAsideReasons: [{ key: "no", label: "No" }],
    });
    expect(changed).toMatchObject({ name: "Initech", currency: "EUR", slug: before.slug, version: before.version + 1 });
    expect(await getWorkspace(w.actors.viewer, {})).toEqual(changed);
    const { done, later, next, now } = changed.horizonNames;
    const same = {
      name: "Initech",
      horizonNames: { done, later, next, now },
      setAsideReasons: [{ label: "No", key: "no" }],
    };
    expect(await updateWorkspace(w.actors.admin, same)).toEqual(changed);
    const events = await eventsOf(w.workspace.id);
    expect(events.map(({ action }) => action)).toEqual(["workspace.updated"]);
    expect(events[0]?.before).toMatchObject({ currency: "USD", timeZone: "UTC", version: before.version });
    const stale = updateWorkspace(w.actors.admin, { name: "Late" }, { ifMatch: before.version });
    await expect(stale).rejects.toMatchObject({ code: "stale", current: { name: "Initech" } });
  });

  test("is found by its new address at once", async () => {
    const slug = `${w.workspace.slug}-new`;
    const visitor = await asVisitor({ authorization: `Bearer ${await w.key(["read"])}` });
    await actorFor(visitor, w.workspace.slug);
    await updateWorkspace(w.actors.owner, { slug });
    expect((await actorFor(visitor, slug)).workspace.id).toBe(w.workspace.id);
    const other = await newTestWorkspace();
    const taken = updateWorkspace(other.actors.owner, { slug });
    await expect(taken).rejects.toMatchObject({ code: "invalid", fields: [{ pointer: "/slug", code: "taken" }] });
  });

  test.each([
    { timeZone: "+02:00" },
    { currency: "XXXX" },
    { slug: "Not-This" },
    { name: " " },
    { setAsideReasons: [] },
  ])("takes no %j", async (input) => {
    await expect(updateWorkspace(w.actors.owner, input)).rejects.toMatchObject({ code: "invalid" });
  });

  test("is deleted by its owner only, and then opens to nobody", async () => {
    const visitor = await asVisitor({ authorization: `Bearer ${await w.key()}` });
    await expect(deleteWorkspace(w.actors.admin, {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteWorkspace(await actorFor(visitor, w.workspace.slug), {})).rejects.toMatchObject({
      code: "forbidden",
    });
    await deleteWorkspace(w.actors.owner, {});
    const owner = await asVisitor({ cookie: await w.cookie("owner") });
    await expect(actorFor(owner, w.workspace.slug)).rejects.toMatchObject({ code: "not_found" });
    await expect(actorFor(visitor, w.workspace.slug)).rejects.toMatchObject({ code: "unauthenticated" });
    expect((await getSession(owner, {})).workspaces).toEqual([]);
    await expect(getWorkspace(w.actors.owner, {})).rejects.toMatchObject({ code: "not_found" });
  });
});

test("members are listed by name, page by page, for whoever may read", async () => {
  const first = await listMembers(w.actors.viewer, { limit: 3 });
  expect(first.data.map(({ name }) => name)).toEqual(["The admin", "The contributor", "The editor"]);
  const rest = await listMembers(w.actors.viewer, { limit: 3, cursor: first.nextCursor ?? "" });
  expect(rest.data.map(({ role }) => role)).toEqual(["owner", "viewer"]);
  expect(rest.nextCursor).toBeNull();
});

describe("the command line", () => {
  const login = () => ({ email: `cli-${crypto.randomUUID()}@initech.example`, password: "correct horse battery" });

  test("makes a workspace, its owner and further members, who can sign in", async () => {
    const slug = `cli-${crypto.randomUUID().slice(0, 8)}`;
    const [owner, viewer] = [login(), login()];
    const made = await provisionWorkspace(commandLine(), { slug, name: "Made by hand", ...owner });
    expect(made).toMatchObject({ slug, name: "Made by hand" });
    await provisionMember(commandLine(), { workspace: slug, role: "viewer", ...viewer });
    for (const [person, role] of [
      [owner, "owner"],
      [viewer, "viewer"],
    ] as const) {
      const visitor = await asVisitor(await signInAs(person));
      expect(await actorFor(visitor, slug)).toMatchObject({ role });
    }
    const again = provisionMember(commandLine(), { workspace: slug, role: "admin", ...viewer });
    await expect(again).rejects.toMatchObject({ code: "conflict" });
    expect(await commandLineIn(slug)).toMatchObject({ kind: "system", workspace: { id: made.id } });
  });

  test("adds who has an account already, if the password is theirs", async () => {
    const person = await newPerson();
    const added = { workspace: w.workspace.slug, role: "editor" as const, email: person.email };
    const wrong = provisionMember(commandLine(), { ...added, password: "not the one" });
    await expect(wrong).rejects.toMatchObject({ fields: [{ pointer: "/password", code: "wrong_password" }] });
    const { id } = await provisionMember(commandLine(), { ...added, password: person.password });
    expect(id).toBe(person.id);
  });

  test("refuses weak passwords and workspaces that are not there", async () => {
    const added = { workspace: w.workspace.slug, role: "editor" as const, ...login() };
    const weak = provisionMember(commandLine(), { ...added, password: "password123" });
    await expect(weak).rejects.toMatchObject({ fields: [{ pointer: "/password", code: "too_weak" }] });
    const nowhere = provisionMember(commandLine(), { ...added, workspace: "nowhere" });
    await expect(nowhere).rejects.toMatchObject({ fields: [{ pointer: "/workspace" }] });
  });

  test("is nobody that a request can be", async () => {
    const input = { slug: `x-${crypto.randomUUID().slice(0, 8)}`, name: "x", ...login() };
    for (const visitor of [await asVisitor(), await asVisitor(await signInAs(await newPerson()))]) {
      await expect(provisionWorkspace(visitor, input)).rejects.toMatchObject({ code: "forbidden" });
    }
  });
});
