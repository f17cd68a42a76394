import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "#db/client.ts";
import { memberships } from "#db/schema/identity.ts";
import type { Actor } from "#lib/core/actor.ts";
import { within } from "#lib/core/operation.ts";
import { permissionsOf, type Role, roles } from "#lib/core/permissions.ts";
import { createIdea, updateIdea } from "#lib/ideas/commands.ts";
import { getIdea } from "#lib/ideas/queries.ts";
import { lapsedPasses, passOf } from "#lib/identity/passes.ts";
import { getSession } from "#lib/identity/queries.ts";
import { asVisitor, newPerson } from "#lib/identity/testing.ts";
import { actorFor } from "#lib/identity/who.ts";
import { createInvitation } from "../invitations/commands.ts";
import { listInvitations } from "../invitations/queries.ts";
import { provisionMember } from "../provision.ts";
import { commandLine } from "../system.ts";
import { newTestWorkspace, type TestWorkspace } from "../testing.ts";
import { removeMember, updateMember } from "./commands.ts";
import { listMembers } from "./queries.ts";

let w: TestWorkspace;
beforeEach(async () => {
  w = await newTestWorkspace();
});

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code: string }) => error.code,
  );
const roleOf = async (userId: string, by: Actor = w.actors.viewer) =>
  (await listMembers(by, { limit: 200 })).data.find(({ id }) => id === userId)?.role;
const owners = async (by: Actor) =>
  (await listMembers(by, { limit: 200 })).data.filter(({ role }) => role === "owner").length;
/** A further member, as an actor. */
async function further(role: Role): Promise<Actor> {
  const { id } = await newPerson();
  await database().transact({ workspaceId: null, mode: "write" }, ({ tx }) =>
    tx.insert(memberships).values({ workspaceId: w.workspace.id, userId: id, role }),
  );
  return { ...w.actors[role], id, role, permissions: permissionsOf(role) };
}
const keyActor = async (scopes: Parameters<TestWorkspace["key"]>[0]) =>
  actorFor(await asVisitor({ authorization: `Bearer ${await w.key(scopes)}` }), w.workspace.slug);
const historyOf = (userId: string) =>
  database().transact({ workspaceId: w.workspace.id, mode: "read" }, ({ tx }) =>
    tx.execute<{ action: string; before: object; after: object | null }>(sql`
      select action, before, after from events
      where workspace_id = ${w.workspace.id} and subject_type = 'member' and subject_id = ${userId} order by xid, id`),
  );

describe("a member's role", () => {
  test("A4 counts at once for who is signed in, and ends their streams", async () => {
    const cookie = await w.cookie("editor");
    const visitor = await asVisitor({ cookie });
    const before = await actorFor(visitor, w.workspace.slug);
    const pass = passOf(visitor, before);
    expect(await lapsedPasses([pass])).toEqual([]);
    const changed = await updateMember(w.actors.admin, { userId: before.id, role: "viewer" });
    expect(changed).toMatchObject({ id: before.id, role: "viewer", version: 2 });
    const after = await actorFor(visitor, w.workspace.slug);
    expect([after.role, after.permissions.has("ideas:write")]).toEqual(["viewer", false]);
    expect(await lapsedPasses([pass])).toEqual([0]);
    expect((await getSession(visitor, {})).workspaces).toMatchObject([{ role: "viewer" }]);
    expect(await historyOf(before.id)).toMatchObject([
      { action: "member.updated", before: { role: "editor", version: 1 }, after: { role: "viewer", version: 2 } },
    ]);
  });

  test("A4 counts at once also for who asked while it was being changed", async () => {
    const visitor = await asVisitor({ cookie: await w.cookie("editor") });
    const roleHere = async () => (await actorFor(visitor, w.workspace.slug)).role;
    await within(w.actors.admin, "write", async (scope) => {
      await updateMember(scope, { userId: w.actors.editor.id, role: "viewer" });
      expect(await roleHere()).toBe("editor");
    });
    expect(await roleHere()).toBe("viewer");
  });

  test("A4 ends with the membership, for the person and for their streams, and their session goes on elsewhere", async () => {
    const visitor = await asVisitor({ cookie: await w.cookie("editor") });
    const actor = await actorFor(visitor, w.workspace.slug);
    const pass = passOf(visitor, actor);
    await removeMember(w.actors.admin, { userId: actor.id });
    expect(await codeOf(actorFor(visitor, w.workspace.slug))).toBe("not_found");
    expect(await lapsedPasses([pass])).toEqual([0]);
    expect((await getSession(visitor, {})).workspaces).toEqual([]);
    expect(await roleOf(actor.id)).toBeUndefined();
    expect(await codeOf(removeMember(w.actors.admin, { userId: actor.id }))).toBe("not_found");
    expect(await codeOf(updateMember(w.actors.owner, { userId: actor.id, role: "viewer" }))).toBe("not_found");
    expect((await historyOf(actor.id)).map(({ action }) => action)).toEqual(["member.removed"]);
  });

  test("C2 is not changed by who has seen an older version", async () => {
    const { id } = w.actors.editor;
    await updateMember(w.actors.owner, { userId: id, role: "viewer" }, { ifMatch: 1 });
    const late = { userId: id, role: "admin" } as const;
    await expect(updateMember(w.actors.admin, late, { ifMatch: 1 })).rejects.toMatchObject({
      code: "stale",
      current: { role: "viewer", version: 2 },
    });
    expect(await codeOf(removeMember(w.actors.admin, { userId: id }, { ifMatch: 1 }))).toBe("stale");
    const same = await updateMember(w.actors.admin, { userId: id, role: "viewer" });
    expect([same.version, (await historyOf(id)).length]).toEqual([2, 1]);
  });

  test("takes back the open invitations that one may not send any more", async () => {
    const admin = await further("admin");
    const invite = (by: Actor) => createInvitation(by, { email: `${crypto.randomUUID()}@x.example`, role: "viewer" });
    const open = async () => (await listInvitations(w.actors.owner, {})).data.map(({ id }) => id);
    const [kept, lost] = [await invite(w.actors.owner), await invite(admin)];
    expect(await open()).toEqual([lost.id, kept.id]);
    await updateMember(w.actors.owner, { userId: admin.id, role: "editor" });
    expect(await open()).toEqual([kept.id]);
    await updateMember(w.actors.owner, { userId: admin.id, role: "admin" });
    await invite(admin);
    await removeMember(w.actors.owner, { userId: admin.id });
    expect(await open()).toEqual([kept.id]);
  });
});

describe("Z7 nobody reaches above themselves", () => {
  test("Z7 an admin makes no owner and touches none; below admin one changes nobody", async () => {
    const { owner, admin, editor, viewer } = w.actors;
    const second = await further("owner");
    for (const attempt of [
      () => updateMember(admin, { userId: editor.id, role: "owner" }),
      () => updateMember(admin, { userId: admin.id, role: "owner" }),
      () => updateMember(admin, { userId: owner.id, role: "viewer" }),
      () => removeMember(admin, { userId: second.id }),
      () => updateMember(editor, { userId: viewer.id, role: "contributor" }),
      () => removeMember(viewer, { userId: viewer.id }),
    ]) {
      expect(await codeOf(attempt())).toBe("forbidden");
    }
    expect(await codeOf(updateMember(admin, { userId: viewer.id, role: "admin" }))).toBe("done");
    expect(await codeOf(updateMember(owner, { userId: viewer.id, role: "owner" }))).toBe("done");
    expect(await owners(owner)).toBe(3);
  });

  test("Z7 an API key gives and takes no more than its own scopes", async () => {
    const [all, only] = [await keyActor(undefined), await keyActor(["read", "admin"])];
    const { owner, editor, viewer } = w.actors;
    for (const key of [all, only]) {
      expect(await codeOf(updateMember(key, { userId: editor.id, role: "owner" }))).toBe("forbidden");
      expect(await codeOf(removeMember(key, { userId: owner.id }))).toBe("forbidden");
    }
    expect(await codeOf(updateMember(only, { userId: viewer.id, role: "editor" }))).toBe("forbidden");
    expect(await codeOf(removeMember(only, { userId: editor.id }))).toBe("forbidden");
    expect(await codeOf(updateMember(all, { userId: viewer.id, role: "editor" }))).toBe("done");
  });

  test("Z7 the last owner is neither demoted nor removed, by nobody", async () => {
    const { owner } = w.actors;
    for (const role of roles.slice(1)) {
      expect(await codeOf(updateMember(owner, { userId: owner.id, role }))).toBe("forbidden");
    }
    expect(await codeOf(removeMember(owner, { userId: owner.id }))).toBe("forbidden");
    expect(await roleOf(owner.id)).toBe("owner");
    await updateMember(owner, { userId: w.actors.admin.id, role: "owner" });
    expect(await codeOf(removeMember(owner, { userId: owner.id }))).toBe("done");
    expect(await owners(w.actors.viewer)).toBe(1);
  });

  test("Z7 of two owners who demote or remove each other at once exactly one wins, fifty times", async () => {
    const { viewer } = w.actors;
    const [first, second] = [w.actors.owner, await further("owner")];
    const demote = (by: Actor, whom: Actor) => updateMember(by, { userId: whom.id, role: "admin" });
    const remove = (by: Actor, whom: Actor) => removeMember(by, { userId: whom.id });
    for (let round = 0; round < 50; round++) {
      const deed = round % 2 === 0 ? demote : remove;
      const outcomes = await Promise.all([codeOf(deed(first, second)), codeOf(deed(second, first))]);
      expect(outcomes.toSorted(), String(round)).toEqual(["done", round % 2 === 0 ? "forbidden" : "not_found"]);
      expect(await owners(viewer)).toBe(1);
      await database().transact({ workspaceId: null, mode: "write" }, ({ tx }) =>
        tx.execute(sql`
          update memberships set role = 'owner', removed_at = null, version = version + 1
          where workspace_id = ${w.workspace.id} and user_id in (${first.id}, ${second.id})`),
      );
    }
  });

  test("Z7 two owners who both go at once leave one behind", async () => {
    const second = await further("owner");
    const gone = await Promise.all(
      [w.actors.owner, second].map((one) => codeOf(removeMember(one, { userId: one.id }))),
    );
    expect(gone.toSorted()).toEqual(["done", "forbidden"]);
    expect(await owners(w.actors.viewer)).toBe(1);
  });
});

describe("who was removed", () => {
  test("stays the owner of what they had, and is given nothing any more", async () => {
    const { owner, editor, admin } = w.actors;
    const [idea, other] = [
      await createIdea(editor, { title: "Theirs", ownerId: editor.id }),
      await createIdea(admin, { title: "Another" }),
    ];
    await removeMember(owner, { userId: editor.id });
    await updateIdea(admin, { id: idea.id, title: "Still theirs" });
    expect(await getIdea(admin, { id: idea.id })).toMatchObject({ title: "Still theirs", ownerId: editor.id });
    expect(await codeOf(updateIdea(admin, { id: other.id, ownerId: editor.id }))).toBe("not_found");
    expect(await codeOf(createIdea(admin, { title: "New", ownerId: editor.id }))).toBe("not_found");
  });

  test("comes back as who they were, with the role that they are given then", async () => {
    const person = await newPerson();
    const login = { workspace: w.workspace.slug, email: person.email, password: person.password };
    await provisionMember(commandLine(), { ...login, role: "admin" });
    await removeMember(w.actors.owner, { userId: person.id });
    await provisionMember(commandLine(), { ...login, role: "viewer" });
    expect(await roleOf(person.id)).toBe("viewer");
    expect(await codeOf(provisionMember(commandLine(), { ...login, role: "admin" }))).toBe("conflict");
  });
});
