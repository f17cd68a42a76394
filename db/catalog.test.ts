import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { definerFunctions, globalTables } from "#db/tenancy.ts";
import { idOf, seedWorkspace } from "#db/testing/rows.ts";
import { openSessions, refusal, type Sessions } from "#db/testing/sessions.ts";

/** What the database itself says about the schema, so a table of tomorrow is held to the rules too. */
let sessions: Sessions;
const a = crypto.randomUUID();
const b = crypto.randomUUID();
const ada = crypto.randomUUID();
let tables: string[] = [];
let tenantTables: string[] = [];

beforeAll(async () => {
  sessions = openSessions(inject("databaseUrl"));
  const rows = await sessions.owner`
    select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`;
  tables = rows.map((row): string => row.name);
  tenantTables = tables.filter((table) => !(table in globalTables));
  await seedWorkspace(sessions.owner, a, ada);
  await seedWorkspace(sessions.owner, b, ada);
});
afterAll(() => sessions.end());

test("T3 every table outside the reviewed list is a tenant's, under forced row security for reading and writing", async () => {
  expect(Object.keys(globalTables).length).toBeLessThanOrEqual(15);
  expect(tables).toEqual(expect.arrayContaining(Object.keys(globalTables)));
  expect(tenantTables.length).toBeGreaterThanOrEqual(29);
  const own = "(workspace_id = (NULLIF(current_setting('app.workspace_id'::text, true), ''::text))::uuid)";
  const rows = await sessions.owner`
    select c.relname as name, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
      (select jsonb_agg(jsonb_build_object('for', p.polcmd, 'permissive', p.polpermissive, 'everybody', p.polroles = '{0}',
        'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid)))
        from pg_policy p where p.polrelid = c.oid) as policies,
      (select t.typname || case when a.attnotnull then ' not null' else '' end
        from pg_attribute a join pg_type t on t.oid = a.atttypid
        where a.attrelid = c.oid and a.attname = 'workspace_id') as workspace_id
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relname = any(${tenantTables})`;
  expect(rows).toHaveLength(tenantTables.length);
  for (const row of rows) {
    expect(row).toMatchObject({
      secured: true,
      forced: true,
      policies: [{ for: "*", permissive: true, everybody: true, using: own, check: own }],
      workspace_id: "uuid not null",
    });
  }
});

describe("T4 the runtime role", () => {
  test("T4 is not privileged, is a member of nothing, and nobody signs in as it", async () => {
    const [role] = await sessions.owner`
      select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin,
        (select count(*)::int from pg_auth_members m where m.member = r.oid) as memberships
      from pg_roles r where rolname = 'throughline_app'`;
    expect(Object.values(role ?? {})).toEqual([false, false, false, false, false, false, 0]);
  });

  test("T4 owns nothing", async () => {
    const [owned] = await sessions.owner`
      select count(*)::int as things from pg_shdepend
      where refclassid = 'pg_authid'::regclass and refobjid = 'throughline_app'::regrole and deptype = 'o'`;
    expect(owned?.things).toBe(0);
  });

  test("T4 may make nothing, and truncate, reference or put a trigger on no table", async () => {
    const relations = await sessions.owner`
      select c.oid::regclass::text as name from pg_class c
      where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relnamespace <> 'pg_toast'::regnamespace
        and has_table_privilege('throughline_app', c.oid, 'TRUNCATE, REFERENCES, TRIGGER')`;
    expect(relations.map((row) => row.name)).toEqual([]);
    const schemas = await sessions.owner`
      select nspname as name from pg_namespace where has_schema_privilege('throughline_app', oid, 'CREATE')`;
    expect(schemas.map((row) => row.name)).toEqual([]);
    const [database] = await sessions.owner`
      select has_database_privilege('throughline_app', current_database(), 'CREATE, TEMPORARY') as makes`;
    expect(database?.makes).toBe(false);
    expect(await refusal(sessions.runtime`create temporary table users (id int)`)).toBe("42501");
  });

  test("T4 is what the login is, unless a connection asks otherwise when it starts", async () => {
    const [row] = await sessions.runtime`
      select current_user as me, current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
        current_setting('idle_in_transaction_session_timeout') as idle`;
    expect(row).toEqual({ me: "throughline_app", statement: "5s", lock: "2s", idle: "30s" });
    const [owner] =
      await sessions.owner`select current_user as me, rolsuper from pg_roles where rolname = current_user`;
    expect(owner).toMatchObject({ me: "throughline", rolsuper: false });
  });

  test("T4 cannot read search text or the queue's tables", async () => {
    expect(await refusal(sessions.runtime`select from search_documents`)).toBe("42501");
    expect(await refusal(sessions.runtime`select from pgboss.job`)).toBe("42501");
  });
});

describe("T5 without a workspace the runtime role", () => {
  const mayOnlyAdd = ["events", "event_values", "idea_demand", "idea_totals", "company_totals"];

  test.each([
    ["never bound", undefined],
    ["bound to nothing", ""],
  ])("T5 finds and changes no row of any tenant table (%s)", async (_, setting) => {
    for (const table of tenantTables) {
      const { owner, runtime } = sessions;
      const there = await sessions.bound(a, (sql) => sql`select from ${sql(table)}`);
      expect(there.length, `${table} has a row to find`).toBeGreaterThan(0);
      for (const statement of ["select from", "delete from", "update"]) {
        const text = `${statement} ${table}${statement === "update" ? " set workspace_id = workspace_id" : ""}`;
        const attempt = runtime.begin(async (sql) => {
          if (setting !== undefined) await sql`select set_config('app.workspace_id', ${setting}, true)`;
          return (await sql.unsafe(text)).count;
        });
        if (statement !== "select from" && mayOnlyAdd.includes(table)) expect(await refusal(attempt)).toBe("42501");
        else expect(await attempt, text).toBe(0);
      }
      expect(await owner`select from ${owner(table)}`, "forced for the owner too").toHaveLength(0);
    }
  });

  test("T5 writes no row of any tenant table", async () => {
    const attempt = sessions.runtime`
      insert into companies (workspace_id, id, name) values (${a}, ${crypto.randomUUID()}, 'Nowhere')`;
    expect(await refusal(attempt)).toBe("42501");
    const elsewhere = sessions.bound(
      b,
      (sql) => sql`
      insert into companies (workspace_id, id, name) values (${a}, ${crypto.randomUUID()}, 'Elsewhere')`,
    );
    expect(await refusal(elsewhere)).toBe("42501");
  });
});

describe("T8 names are a workspace's own", () => {
  test("T8 A and B hold the same keys, external ids, addresses, tags and numbers", async () => {
    const same = (sql: Sessions["runtime"]) => sql`
      select (select key from metrics) as metric, (select external_id from feedback) as ticket, (select tags from feedback) as tags,
        (select email from contacts) as email, (select domain from company_domains) as domain, (select number::int from ideas) as number`;
    const [first] = await sessions.bound(a, same);
    const [second] = await sessions.bound(b, same);
    expect(first).toMatchObject({ metric: "activation_1", ticket: "48211", number: 1 });
    expect(second).toEqual(first);
    const keys = [a, b].map(
      (workspace) => sessions.runtime`
        insert into api_keys (id, workspace_id, name, prefix, secret_hash, scopes)
        values (${crypto.randomUUID()}, ${workspace}, 'zendesk', 'tl_1', ${idOf(workspace).replaceAll("-", "").repeat(2)}, '{read}')`,
    );
    await expect(Promise.all(keys)).resolves.toHaveLength(2);
  });

  test("T8 every unique key of a tenant table begins with the workspace", async () => {
    const rows = await sessions.owner`
      select i.indexrelid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indrelid
      where c.relnamespace = 'public'::regnamespace and c.relname = any(${tenantTables}) and i.indisunique
        and not exists (select from pg_attribute a
          where a.attrelid = c.oid and a.attnum = i.indkey[0] and a.attname = 'workspace_id')`;
    expect(rows.map((row) => row.name)).toEqual([]);
    const keyless = await sessions.owner`
      select relname as name from pg_class c where relnamespace = 'public'::regnamespace and relname = any(${tenantTables})
        and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)`;
    expect(keyless.map((row) => row.name)).toEqual([]);
  });
});

describe("T9 nothing reads past row security", () => {
  test("T9 views ask as the one who asks, and no materialized view is readable", async () => {
    const rows = await sessions.owner`
      select c.oid::regclass::text as name from pg_class c
      where c.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
        and ((c.relkind = 'v' and not coalesce('security_invoker=true' = any(c.reloptions), false))
          or (c.relkind = 'm' and has_table_privilege('throughline_app', c.oid, 'SELECT')))
        and has_table_privilege('throughline_app', c.oid, 'SELECT')`;
    expect(rows.map((row) => row.name)).toEqual([]);
  });

  test("T9 definer functions are on the reviewed list, with a pinned search path and for nobody but the runtime role", async () => {
    const rows = await sessions.owner`
      select p.proname as name, array_to_string(p.proconfig, ' ') as settings,
        exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g where g.grantee = 0) as everybody,
        p.prorettype = 'trigger'::regtype as trigger
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')`;
    expect(rows.map((row) => row.name).sort()).toEqual(Object.keys(definerFunctions).sort());
    for (const row of rows) {
      expect(row.settings).toMatch(/search_path=pg_catalog, (public, )?pg_temp/);
      // A trigger function cannot be called.
      expect(row.everybody && !row.trigger, row.name).toBe(false);
    }
  });
});
