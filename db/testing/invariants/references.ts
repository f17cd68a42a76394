import { type Rule, rows, together } from "./rule.ts";

type Reference = { name: string; child: string; parent: string; columns: string[]; keys: string[] };

/** A foreign key holds of what is written; this looks at what is there. Its columns tell the workspace too. */
const foreignKeys: Rule = async (admin) => {
  const found = await admin<Reference[]>`
    select c.conname as name, c.conrelid::regclass::text as child, c.confrelid::regclass::text as parent,
      array(select a.attname::text from unnest(c.conkey) with ordinality as k(n, place)
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.n order by k.place) as columns,
      array(select a.attname::text from unnest(c.confkey) with ordinality as k(n, place)
        join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.n order by k.place) as keys
    from pg_constraint c where c.contype = 'f' and c.connamespace = 'public'::regnamespace order by 1`;
  const statements = found.map(({ name, child, parent, columns, keys }) => {
    const given = columns.map((column) => `c."${column}" is not null`).join(" and ");
    const same = columns.map((column, n) => `p."${keys[n]}" = c."${column}"`).join(" and ");
    return `
      select '${name}' as foreign_key, to_jsonb(c)->>'workspace_id' as workspace_id, to_jsonb(c)->>'id' as id
      from ${child} c where ${given} and not exists (select from ${parent} p where ${same})`;
  });
  return rows(together(statements))(admin);
};

type Table = { name: string };

const ownedByWorkspaces: Rule = async (admin) => {
  const tables = await admin<Table[]>`
    select c.relname::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attnotnull order by 1`;
  return rows(
    together(
      tables.map(
        ({ name }) => `
        select distinct '${name}' as name, t.workspace_id from ${name} t
        where not exists (select from workspaces w where w.id = t.workspace_id)`,
      ),
    ),
  )(admin);
};

type Author = { table: string; column: string };

const authors: Rule = async (admin) => {
  const columns = await admin<Author[]>`
    select c.table_name as table, c.column_name as column from information_schema.columns c
    join information_schema.columns k
      on k.table_schema = c.table_schema and k.table_name = c.table_name and k.column_name = c.column_name || '_kind'
    where c.table_schema = 'public' and c.data_type = 'uuid' order by 1, 2`;
  return rows(
    together(
      columns.map(
        ({ table, column }) => `
        select '${table}.${column}' as name, t.workspace_id, t."${column}" as who from ${table} t
        where (t."${column}_kind" = 'member' and not exists (select from users u where u.id = t."${column}") and t."${column}" is not null)
          or (t."${column}_kind" = 'key' and not exists (
            select from api_keys k where k.workspace_id = t.workspace_id and k.id = t."${column}"))`,
      ),
    ),
  )(admin);
};

/** Nothing points to nowhere, or into another workspace. */
export const references = {
  "every reference leads to a row, and to one of the same workspace": foreignKeys,
  "every row is of a workspace that is there": ownedByWorkspaces,
  "whoever made or linked something is a person or a key of the workspace": authors,
};
