import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "#db/client.ts";
import { log } from "#lib/core/log.ts";
import { revokeApiKey } from "#lib/identity/api-keys/commands.ts";
import { asVisitor, newPerson, signInAs } from "#lib/identity/testing.ts";
import { actorFor } from "#lib/identity/who.ts";
import { purge } from "#lib/jobs/purge.ts";
import { systemActor } from "#lib/jobs/system-actor.ts";
import { listEvents } from "#lib/trace/events/queries.ts";
import { deleteWorkspace } from "../commands.ts";
import { removeMember } from "../members/commands.ts";
import { listMembers } from "../members/queries.ts";
import { newTestWorkspace, type TestWorkspace } from "../testing.ts";
import { acceptInvitation } from "./accept.ts";
import { createInvitation, revokeInvitation } from "./commands.ts";
import { getInvitation, listInvitations } from "./queries.ts";

let w: TestWorkspace;
beforeEach(async () => {
  w = await newTestWorkspace();
});

const password = "a long enough pass phrase";
const newEmail = () => `ines-${crypto.randomUUID()}@initech.example`;
const invite = (email = newEmail()) => createInvitation(w.actors.admin, { email, role: "editor" });
/** Somebody without a session, from an address of their own. */
const accept = async (token: string, given: { name?: string; password?: string } = { name: "Ines Okafor", password }) =>
  acceptInvitation(await asVisitor(), { token, ...given });
const look = async (token: string) => getInvitation(await asVisitor(), { token });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code: string }) => error.code,
  );
const change = (text: ReturnType<typeof sql>) =>
  database().transact({ workspaceId: null, mode: "write" }, ({ tx }) => tx.execute(text));
const membersWith = async (email: string) =>
  (await listMembers(w.actors.viewer, { limit: 200 })).data.filter((member) => member.email === email);
const dead = async (token: string) => [await codeOf(look(token)), await codeOf(accept(token))];

describe("an invitation", () => {
  test("lets the invited person in with a new account, in the role it names, and tells the workspace", async () => {
    const made = await invite();
    expect(made).toMatchObject({ role: "editor", createdBy: { name: "The admin" }, version: 1 });
    expect(Buffer.from(made.token, "base64url")).toHaveLength(32);
    expect(Date.parse(made.expiresAt) - Date.parse(made.createdAt)).toBe(7 * 86_400_000);
    expect(await look(made.token)).toEqual({
      workspace: { name: w.workspace.name },
      email: made.email,
      role: "editor",
      invitedBy: "The admin",
      expiresAt: made.expiresAt,
    });
    const joined = await accept(made.token);
    expect(joined.workspace).toEqual({ slug: w.workspace.slug, name: w.workspace.name });
    const visitor = await asVisitor(await signInAs({ email: made.email, password }));
    expect(await actorFor(visitor, w.workspace.slug)).toMatchObject({
      id: joined.account.id,
      name: "Ines Okafor",
      role: "editor",
    });
    expect((await listInvitations(w.actors.admin, {})).data).toEqual([]);
    const { data } = await listEvents(w.actors.viewer, { subject: `member:${joined.account.id}`, order: "desc" });
    expect(data).toMatchObject([
      { action: "member.joined", actor: { id: joined.account.id, name: "Ines Okafor" }, after: { role: "editor" } },
    ]);
  });

  test("A5 A6 is stored as a digest, and its link stands in one answer only", async () => {
    const { token, id } = await invite();
    const [row] = await change(sql`select to_jsonb(i)::text as text from invitations i where id = ${id}`);
    expect(row?.text).not.toContain(token);
    const shown = JSON.stringify([
      await listInvitations(w.actors.owner, {}),
      await listEvents(w.actors.owner, { order: "desc" }),
      await look(token),
    ]);
    expect(shown).not.toContain(token);
  });

  test("A6 of fifty who accept it at once, one gets in", async () => {
    const { token, email } = await invite();
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => codeOf(accept(token))));
    expect(outcomes.filter((code) => code === "done")).toHaveLength(1);
    // Those who found the way to the password hash too long are told to come again.
    expect(outcomes.filter((code) => !["done", "not_found", "unavailable"].includes(code))).toEqual([]);
    expect(await membersWith(email)).toHaveLength(1);
    expect(await dead(token)).toEqual(["not_found", "not_found"]);
  });

  test("A6 C6 of fifty windows of one signed-in person, one gets in, and there is one membership", async () => {
    const person = await newPerson();
    const { token } = await invite(person.email.toUpperCase());
    const visitor = await asVisitor(await signInAs(person));
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => codeOf(acceptInvitation(visitor, { token }))));
    expect(outcomes.filter((code) => code === "done")).toHaveLength(1);
    expect(outcomes.filter((code) => !["done", "not_found"].includes(code))).toEqual([]);
    expect(await membersWith(person.email)).toMatchObject([{ id: person.id, role: "editor" }]);
  });

  test("A6 is not used up by looking, and dies of its time, a newer one, and being withdrawn", async () => {
    const looked = await invite();
    for (let round = 0; round < 20; round++) await look(looked.token);
    expect(await codeOf(accept(looked.token))).toBe("done");

    const old = await invite();
    await change(sql`update invitations set expires_at = now() - interval '1 second' where id = ${old.id}`);
    expect(await dead(old.token)).toEqual(["not_found", "not_found"]);

    const first = await invite();
    const second = await invite(first.email.toUpperCase());
    expect(await dead(first.token)).toEqual(["not_found", "not_found"]);
    expect(await codeOf(look(second.token))).toBe("done");

    await revokeInvitation(w.actors.owner, { id: second.id });
    expect(await dead(second.token)).toEqual(["not_found", "not_found"]);
    expect(await codeOf(revokeInvitation(w.actors.owner, { id: second.id }))).toBe("not_found");

    const last = await invite();
    await deleteWorkspace(w.actors.owner, {});
    expect(await dead(last.token)).toEqual(["not_found", "not_found"]);
    expect(await dead("no-such-token")).toEqual(["not_found", "not_found"]);
  });

  test("A6 made by a key that is gone is dead", async () => {
    const key = await w.key();
    const byKey = await actorFor(await asVisitor({ authorization: `Bearer ${key}` }), w.workspace.slug);
    const { token } = await createInvitation(byKey, { email: newEmail(), role: "admin" });
    expect(await codeOf(look(token))).toBe("done");
    await revokeApiKey(w.actors.owner, { id: byKey.id });
    expect(await dead(token)).toEqual(["not_found", "not_found"]);
  });

  test("is for one address: another account does not get in, and the link stays good", async () => {
    const { token, email } = await invite();
    const other = await asVisitor(await signInAs(await newPerson()));
    expect(await codeOf(acceptInvitation(other, { token }))).toBe("forbidden");
    expect(await membersWith(email)).toEqual([]);
    expect(await codeOf(accept(token))).toBe("done");
  });

  test("takes the password of the account that its address has already, and no other", async () => {
    const person = await newPerson();
    const { token } = await invite(person.email);
    const wrong = accept(token, { name: "Somebody", password: "not the one that it has" });
    await expect(wrong).rejects.toMatchObject({ code: "invalid", fields: [{ pointer: "/password" }] });
    expect(await membersWith(person.email)).toEqual([]);
    expect((await accept(token, { name: "Somebody", password: person.password })).account.id).toBe(person.id);
    expect(await membersWith(person.email)).toMatchObject([{ name: "Dana Ito" }]);
  });

  test("takes an old password that a new account would not be given any more", async () => {
    const person = await newPerson("password1");
    const { token } = await invite(person.email);
    expect((await accept(token, { name: "Somebody", password: "password1" })).account.id).toBe(person.id);
  });

  test("A1 is no way to guess a password", async () => {
    const person = await newPerson();
    const { token } = await invite(person.email);
    const guess = () => codeOf(accept(token, { name: "Somebody", password: "not the one that it has" }));
    for (let attempt = 0; attempt < 10; attempt++) expect(await guess()).toBe("invalid");
    expect(await guess()).toBe("too_many");
    // Its owner is not locked out by it.
    await signInAs(person);
  });

  test("needs a name and a good password of who has no account", async () => {
    const { token, email } = await invite();
    for (const [given, pointer] of [
      [{}, "/name"],
      [{ name: "Ines" }, "/password"],
      [{ name: " ", password }, "/name"],
      [{ name: "Ines", password: "short" }, "/password"],
      [{ name: "Ines", password: "password123" }, "/password"],
    ] as const) {
      await expect(accept(token, given)).rejects.toMatchObject({ code: "invalid", fields: [{ pointer }] });
    }
    expect(await membersWith(email)).toEqual([]);
  });

  test("brings back who was removed, and gives nobody another role who is there", async () => {
    const person = await newPerson();
    const visitor = await asVisitor(await signInAs(person));
    await acceptInvitation(visitor, { token: (await invite(person.email)).token });
    await removeMember(w.actors.owner, { userId: person.id });
    expect(await membersWith(person.email)).toEqual([]);
    const again = await createInvitation(w.actors.owner, { email: person.email, role: "viewer" });
    await acceptInvitation(visitor, { token: again.token });
    expect(await membersWith(person.email)).toMatchObject([{ role: "viewer" }]);
    await expect(invite(person.email)).rejects.toMatchObject({ code: "invalid", fields: [{ pointer: "/email" }] });
  });
});

describe("inviting", () => {
  test("Z7 is for admins and owners, as no owner, and as nothing above oneself", async () => {
    const { owner, admin, editor, viewer } = w.actors;
    for (const by of [owner, admin, editor, viewer]) {
      expect(await codeOf(createInvitation(by, { email: newEmail(), role: "owner" }))).toBe("forbidden");
    }
    for (const by of [editor, viewer]) {
      expect(await codeOf(createInvitation(by, { email: newEmail(), role: "viewer" }))).toBe("forbidden");
      expect(await codeOf(listInvitations(by, {}))).toBe("forbidden");
    }
    const key = await w.key(["read", "comment:write", "admin"]);
    const byKey = await actorFor(await asVisitor({ authorization: `Bearer ${key}` }), w.workspace.slug);
    expect(await codeOf(createInvitation(byKey, { email: newEmail(), role: "editor" }))).toBe("forbidden");
    expect(await codeOf(createInvitation(byKey, { email: newEmail(), role: "viewer" }))).toBe("done");
    expect(await codeOf(createInvitation(admin, { email: newEmail(), role: "admin" }))).toBe("done");
  });

  test.each([
    '"e@attacker.example"@victim.example',
    "a@b.example,c@d.example",
    "a@b.example\r\nBcc: c@d.example",
    "a\uff20b.example",
    "<a@b.example> c@d.example",
    `${"a".repeat(310)}@b.example`,
    "a@b\u0430nk.example",
    " a@b.example",
    "a@b.example;c@d.example",
    "",
  ])("A7 takes no address like %j", async (email) => {
    const refused = await invite(email).catch((error) => error);
    expect([refused.code, refused.fields?.[0]?.pointer]).toEqual(["invalid", "/email"]);
    expect((await listInvitations(w.actors.owner, {})).data).toEqual([]);
  });

  test("A2 answers the same whether the address has an account here or not", async () => {
    const person = await newPerson();
    const shapeOf = (value: object) => Object.entries(value).map(([name, of]) => `${name} ${typeof of}`);
    const [known, unknown] = [await invite(person.email), await invite()];
    expect(shapeOf(known)).toEqual(shapeOf(unknown));
    const [seen, other] = [await look(known.token), await look(unknown.token)];
    expect({ ...seen, email: "", expiresAt: "" }).toEqual({ ...other, email: "", expiresAt: "" });
  });

  test("Z3 Z5 shows an invited address to admins only", async () => {
    const { email, id, token } = await invite();
    await revokeInvitation(w.actors.admin, { id });
    await invite(email);
    expect((await listInvitations(w.actors.admin, {})).data.map((one) => one.email)).toEqual([email]);
    const key = await w.key(["read"]);
    const reader = await actorFor(await asVisitor({ authorization: `Bearer ${key}` }), w.workspace.slug);
    for (const by of [w.actors.editor, w.actors.viewer, reader]) {
      const seen = JSON.stringify([await listMembers(by, {}), await listEvents(by, { order: "desc", limit: 200 })]);
      expect(seen).toContain("invitation.created");
      expect(seen).not.toContain(email);
      expect(seen).not.toContain(token);
    }
  });

  test("I9 C6 a thousand may be open: of fifty at once where ten are left, ten are made", async () => {
    await change(sql`
      insert into invitations (id, workspace_id, email, role, token_hash, expires_at)
      select gen_random_uuid(), ${w.workspace.id}::uuid, 'p' || n || '@initech.example', 'viewer',
        encode(sha256((${w.workspace.id} || n)::bytea), 'hex'), now() + interval '1 day' from generate_series(1, 990) n`);
    const made = await Promise.all(Array.from({ length: 50 }, () => codeOf(invite())));
    expect(made.filter((code) => code === "done")).toHaveLength(10);
    expect(made.filter((code) => code === "forbidden")).toHaveLength(40);
    // Whoever is invited again takes the place that they had.
    expect(await codeOf(invite("P7@initech.example"))).toBe("done");
    expect(await codeOf(invite())).toBe("forbidden");
  });

  test("P8 an invitation that was over a month ago is forgotten", async () => {
    const [old, recent] = [await invite(), await invite()];
    const age = (id: string, days: number) =>
      change(sql`update invitations set expires_at = now() - make_interval(days => ${days}) where id = ${id}`);
    await age(old.id, 31);
    await age(recent.id, 29);
    const actor = await systemActor(w.workspace.id, { ...purge, requestId: "test" });
    if (!actor) throw new Error("no workspace");
    await purge.run({ actor, input: null, log, signal: new AbortController().signal });
    expect((await listInvitations(w.actors.owner, {})).data.map(({ id }) => id)).toEqual([recent.id]);
  });
});
