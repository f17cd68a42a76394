import { beforeAll, describe, expect, test } from "vitest";
import { tablesOf } from "#lib/ideas/testing.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { companySorts } from "../choices.ts";
import { createContact } from "../contacts/commands.ts";
import { createCompany } from "./commands.ts";
import { getCompany, listCompanies, listTiers } from "./queries.ts";

type Listed = Awaited<ReturnType<typeof listCompanies>>["data"][number];
type Filter = Parameters<typeof listCompanies>[1];

const dayFrom = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
let w: TestWorkspace;
const ids = new Map<string, string>();

/** Everything that there is, by pages of `limit`. */
async function walk(filter: Filter, limit = 3): Promise<Listed[]> {
  const seen: Listed[] = [];
  let cursor: string | undefined;
  do {
    const page = await listCompanies(w.actors.viewer, { ...filter, limit, ...(cursor && { cursor }) });
    seen.push(...page.data);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return seen;
}
const namesOf = async (filter: Filter) => (await walk(filter)).map(({ name }) => name);

beforeAll(async () => {
  w = await newTestWorkspace();
  const { editor, viewer } = w.actors;
  const known = [
    { name: "Ardent", arr: 48_000.5, tier: "Enterprise", lifecycle: "customer", renewsOn: dayFrom(20), health: 80 },
    { name: "Boreal", arr: 12_000, tier: "Growth", lifecycle: "customer", renewsOn: dayFrom(200), health: 35 },
    { name: "Cinder", arr: 12_000, tier: "Growth", lifecycle: "churned", renewsOn: dayFrom(5), health: 5 },
    { name: "Delta", arr: null, tier: null, lifecycle: "trial", renewsOn: null, health: null },
    { name: "delta works", arr: 0, tier: "Starter", lifecycle: null, renewsOn: dayFrom(90), health: 100 },
    { name: "Élan", arr: 9_999_999_999.99, tier: "Enterprise", lifecycle: "prospect", renewsOn: null, health: 40 },
    { name: "Fathom", arr: 5, tier: null, lifecycle: "free", renewsOn: dayFrom(-3), health: 0 },
  ] as const;
  const tables = tablesOf(w.workspace.id);
  for (const [n, company] of known.entries()) {
    const { id } = await createCompany(editor, { ...company, ...(n < 2 && { ownerId: viewer.id }) });
    ids.set(company.name, id);
    // Three companies never said anything.
    for (let said = 0; said < n - 2; said++) {
      await tables.feedback("said", { companyId: id, at: `2026-03-0${n}T0${said}:00:00Z` });
    }
  }
});

describe("the list of companies", () => {
  const sortedBy: Record<string, (company: Listed) => number | string | null> = {
    arr: ({ arr }) => arr ?? 0,
    renewsOn: ({ renewsOn }) => renewsOn,
    health: ({ health }) => health,
    feedback: ({ totals }) => totals.feedback,
    openIdeas: ({ totals }) => totals.openIdeas,
    lastAt: ({ totals }) => totals.lastAt ?? "",
  };

  test.each(companySorts)(
    "I11 sorted by %s shows every company once, in order, whatever the length of a page",
    async (sort) => {
      const whole = await walk({ sort }, 200);
      expect(whole.map(({ name }) => name).toSorted()).toEqual([...ids.keys()].toSorted());
      for (const limit of [1, 2, 3]) expect(await walk({ sort }, limit)).toEqual(whole);
      const of = sortedBy[sort.replace("-", "")];
      if (!of) return;
      const values = whole.map(of);
      const there = values.filter((value) => value !== null);
      const rising = there.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      expect(there).toEqual(sort.startsWith("-") ? rising.toReversed() : rising);
      // What is not known comes last from either end.
      expect(values.slice(there.length).every((value) => value === null)).toBe(true);
    },
  );

  test("is filtered by tier, lifecycle, owner, renewal and risk", async () => {
    expect(await namesOf({ tier: ["Growth"] })).toEqual(["Boreal", "Cinder"]);
    expect(await namesOf({ tier: ["Growth", "Starter"], sort: "-health" })).toEqual([
      "delta works",
      "Boreal",
      "Cinder",
    ]);
    expect(await namesOf({ lifecycle: ["trial", "free"] })).toEqual(["Delta", "Fathom"]);
    expect(await namesOf({ ownerId: w.actors.viewer.id, sort: "-arr" })).toEqual(["Ardent", "Boreal"]);
    expect(await namesOf({ renewsWithinDays: 30, sort: "renewsOn" })).toEqual(["Cinder", "Ardent"]);
    expect((await namesOf({ renewsWithinDays: 90, sort: "-feedback" }))[0]).toBe("delta works");
    expect(await namesOf({ renewsWithinDays: 90 })).toEqual(["Ardent", "Cinder", "delta works"]);
    expect(await namesOf({ isAtRisk: true })).toEqual(["Ardent", "Boreal", "delta works"]);
    expect((await namesOf({ isAtRisk: false })).toSorted()).toEqual(["Cinder", "Delta", "Fathom", "Élan"]);
    expect(await namesOf({ isAtRisk: true, tier: ["Enterprise"], q: "ar" })).toEqual(["Ardent"]);
  });

  test("says of each whether its ARR is at risk, and whose it is", async () => {
    const all = new Map((await walk({})).map((company) => [company.name, company]));
    expect(all.get("Ardent")).toMatchObject({ isAtRisk: true, ownerName: "The viewer" });
    expect(all.get("Delta")).toMatchObject({ isAtRisk: false, ownerName: null });
    expect(all.get("Ardent")).not.toHaveProperty("contacts");
  });

  test("goes on behind names of 200 letters in any script", async () => {
    const own = await newTestWorkspace();
    const names = ["会", "😀", "a"].flatMap((letter) =>
      [1, 2].map((n) => `${letter.repeat([...letter].length === letter.length ? 199 : 99)}${n}`),
    );
    for (const name of names) await createCompany(own.actors.editor, { name });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listCompanies>> = await listCompanies(own.actors.viewer, {
        sort: "name",
        limit: 1,
        ...(cursor !== null && { cursor }),
      });
      seen.push(...page.data.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen.toSorted()).toEqual(names.toSorted());
  });

  test("I11 refuses a cursor of another order", async () => {
    const { nextCursor } = await listCompanies(w.actors.viewer, { sort: "renewsOn", limit: 1 });
    const cursor = nextCursor ?? "";
    for (const sort of ["name", "arr", "lastAt"] as const) {
      const asked = listCompanies(w.actors.viewer, { sort, cursor });
      if (sort === "name") await expect(asked).resolves.toBeDefined();
      else await expect(asked).rejects.toMatchObject({ fields: [{ pointer: "/cursor" }] });
    }
  });

  test("knows the tiers there are", async () => {
    expect(await listTiers(w.actors.viewer, {})).toEqual({
      data: [{ name: "Enterprise" }, { name: "Growth" }, { name: "Starter" }],
      nextCursor: null,
    });
    const empty = await newTestWorkspace();
    expect((await listTiers(empty.actors.viewer, {})).data).toEqual([]);
  });

  test("brings contacts along when asked: twenty at most, champions first, and how many there are", async () => {
    const { editor, viewer } = w.actors;
    const companyId = ids.get("Boreal") ?? "";
    for (let n = 0; n < 22; n++) await createContact(editor, { name: `P${n}`, companyId, isChampion: n === 3 });
    const one = await getCompany(viewer, { id: companyId, include: ["contacts"] });
    expect(one.contacts?.count).toBe(22);
    expect(one.contacts?.data.map(({ name }) => name)).toEqual([
      "P3",
      ...Array.from({ length: 22 }, (_, n) => `P${21 - n}`)
        .filter((name) => name !== "P3")
        .slice(0, 19),
    ]);
    expect(await getCompany(viewer, { id: companyId })).not.toHaveProperty("contacts");
    const listed = await listCompanies(viewer, { q: "bo", include: ["contacts"] });
    expect(listed.data[0]?.contacts).toEqual(one.contacts);
    const without = await getCompany(viewer, { id: ids.get("Ardent") ?? "", include: ["contacts"] });
    expect(without.contacts).toEqual({ count: 0, data: [] });
  });
});
