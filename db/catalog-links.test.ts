import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { globalTables } from "#db/tenancy.ts";
import { idOf, seedWorkspace, writeRow } from "#db/testing/rows.ts";
import { openSessions, refusal, type Sessions, takenBack } from "#db/testing/sessions.ts";

type Link = { name: string; child: string; parent: string; columns: string[]; keys: string[] };

let sessions: Sessions;
let links: Link[] = [];
const a = crypto.randomUUID();
const b = crypto.randomUUID();

beforeAll(async () => {
  sessions = openSessions(inject("databaseUrl"));
  links = [
    ...(await sessions.owner<Link[]>`
      select k.conname as name, k.conrelid::regclass::text as child, k.confrelid::regclass::text as parent,
        array(select a.attname::text from unnest(k.conkey) with ordinality u(n, i)
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.n order by u.i) as columns,
        array(select a.attname::text from unnest(k.confkey) with ordinality u(n, i)
          join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.n order by u.i) as keys
      from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace
        and not k.conrelid::regclass::text = any(${Object.keys(globalTables)})`),
  ];
  await seedWorkspace(sessions.owner, a, crypto.randomUUID());
  await seedWorkspace(sessions.owner, b, crypto.randomUUID());
});
afterAll(() => sessions.end());

describe("T7 a link across workspaces", () => {
  test("T7 every foreign key of a tenant table is a pair with the workspace, or leads to the workspace itself", () => {
    expect(links.length).toBeGreaterThanOrEqual(35);
    for (const { name, parent, columns, keys } of links) {
      const toWorkspace = parent === "workspaces" && columns.join() === "workspace_id";
      const pair = columns[0] === "workspace_id" && keys[0] === "workspace_id" && columns.length >= 2;
      expect(toWorkspace || pair, name).toBe(true);
      expect(parent in globalTables && parent !== "workspaces" && parent !== "memberships", name).toBe(false);
    }
  });

  test("T7 a child of B with a parent of A is refused by every foreign key", async () => {
    const { owner } = sessions;
    const pairs = links.filter(({ parent }) => parent !== "workspaces");
    for (const { name, child, parent, columns, keys } of pairs) {
      const generated = (
        await owner`select attname as name from pg_attribute where attrelid = ${child}::regclass and attgenerated <> ''`
      ).map((row) => row.name);
      const [foreign] = await takenBack(owner, a, (sql) => sql`select ${sql(keys)} from ${sql(parent)} limit 1`);
      const changes: Record<string, unknown> = {};
      columns.forEach((column, i) => {
        const value = foreign?.[keys[i] ?? ""];
        if (column !== "workspace_id" && column !== "id" && !generated.includes(column)) changes[column] = value;
        if (column === "company_id" && generated.includes(column)) changes.company_key = value;
      });
      if ("decision_id" in changes) changes.state = "set_aside";
      // A comment is about one record.
      if (child === "comments" && !("idea_id" in changes)) changes.idea_id = null;
      // A second row where the first one's key is the link itself.
      const n = child === "counters" ? 3 : 2;
      const attempt = takenBack(owner, b, (sql) => writeRow(sql, b, child, { n, changes }));
      expect(await refusal(attempt), name).toBe(`23503 ${name}`);
    }
  });

  test("T7 the same rows with a parent of B are taken, so it is the parent that was refused", async () => {
    const { owner } = sessions;
    for (const child of ["company_domains", "contacts", "key_results", "outcomes", "check_ins", "metric_points"]) {
      await takenBack(owner, b, (sql) => writeRow(sql, b, child, { n: 2 }));
    }
    const decided = takenBack(owner, b, async (sql) => {
      await writeRow(sql, b, "ideas", { n: 2 });
      await writeRow(sql, b, "decisions", { n: 2, changes: { subject_id: idOf(b, "ideas", 2) } });
      await sql`update ideas set state = 'set_aside', decision_id = ${idOf(b, "decisions", 2)} where id = ${idOf(b, "ideas", 2)}`;
    });
    expect(await refusal(decided)).toBe("taken");
  });
});
