import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, database, useDatabase } from "#db/client.ts";
import { databaseUrl, freshDatabase } from "#db/testing.ts";
import { isClaimed, setupPath } from "#lib/identity/claim.ts";
import { asVisitor, newPerson, signInAs } from "#lib/identity/testing.ts";
import { claimInstance } from "./claim.ts";
import { createWorkspace } from "./commands.ts";
import { offersWorkspace } from "./policy.ts";

type Fresh = Awaited<ReturnType<typeof freshDatabase>>;
let fresh: Fresh;
let usual: Database;
beforeAll(async () => {
  usual = database();
  fresh = await freshDatabase();
  useDatabase(fresh.url, 12);
});
afterAll(async () => {
  await database().close();
  Object.assign(globalThis, { throughlineDatabase: usual });
  await fresh.drop();
  expect(databaseUrl()).not.toBe(fresh.url);
});

const account = { name: "Dana Ito", password: "correct horse battery", workspace: { name: "Dana’s workspace" } };
const tokenOf = async () => (await setupPath())?.split("#")[1] ?? "";
const claim = async (token: string, email = "dana@initech.example") =>
  claimInstance(await asVisitor(), { ...account, token, email }).then(
    () => "claimed",
    (error) => error.code,
  );
const counted = async () => {
  const [row] = await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) =>
    tx.execute(sql`
      select (select count(*) from users)::int as users, (select count(*) from workspaces)::int as workspaces,
        (select count(*) from memberships where role = 'owner')::int as owners,
        (select count(*) from instance_events where action = 'instance.claimed')::int as events`),
  );
  return row;
};

test("A15 a new instance is claimed by its link only, once, by one of fifty", async () => {
  expect(await claim("no link was printed yet")).toBe("not_found");
  const token = await tokenOf();
  expect(await tokenOf()).toBe(token);
  expect(Buffer.from(token, "base64url").length).toBeGreaterThanOrEqual(32);
  expect(await isClaimed()).toBe(false);
  for (const wrong of ["", "x", token.slice(1), `${token}x`]) expect(await claim(wrong)).toBe("not_found");
  expect(await counted()).toEqual({ users: 0, workspaces: 0, owners: 0, events: 0 });

  const outcomes = await Promise.all(Array.from({ length: 50 }, (_, n) => claim(token, `dana${n}@initech.example`)));
  expect(outcomes.filter((outcome) => outcome === "claimed")).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === "not_found")).toHaveLength(49);
  expect(await counted()).toEqual({ users: 1, workspaces: 1, owners: 1, events: 1 });

  const winner = `dana${outcomes.indexOf("claimed")}@initech.example`;
  const { cookie } = await signInAs({ email: winner, password: account.password });
  expect((await asVisitor({ cookie })).kind).toBe("account");
  expect(await isClaimed()).toBe(true);
  expect(await setupPath()).toBeNull();
  expect(await claim(token)).toBe("not_found");
});

test("A15 a database that is away, or has lost its mark, opens nothing again", async () => {
  const token = await tokenOf();
  const here = database();
  const away = useDatabase("postgres://nobody:nothing@127.0.0.1:9/none", 1);
  expect(await claim(token)).toBe("unavailable");
  await expect(setupPath()).rejects.toMatchObject({ code: "unavailable" });
  await expect(isClaimed()).rejects.toMatchObject({ code: "unavailable" });
  await away.close();
  Object.assign(globalThis, { throughlineDatabase: here });
  expect(await claim(token)).toBe("not_found");
  expect(await counted()).toEqual({ users: 1, workspaces: 1, owners: 1, events: 1 });
});

test("Z1 where sign-up is closed, further workspaces are made by who claimed the instance and by nobody else", async () => {
  const email = "zoe@initech.example";
  await database().transact({ workspaceId: null, mode: "write" }, ({ tx }) =>
    tx.execute(sql`update users set email = ${email} where id = (select claimed_by from instance_state)`),
  );
  const claimer = await asVisitor(await signInAs({ email, password: account.password }));
  const invited = await asVisitor(await signInAs(await newPerson()));
  await expect(createWorkspace(invited, { name: "Mine" })).rejects.toMatchObject({ code: "forbidden" });
  expect(await offersWorkspace(invited.userId ?? "")).toBe(false);
  expect(await createWorkspace(claimer, { name: "Second" })).toMatchObject({ slug: "second" });
  expect(await offersWorkspace(claimer.userId ?? "")).toBe(true);
});
