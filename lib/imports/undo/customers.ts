import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "#lib/core/operation.ts";
import { idsOf, type Kept, passOn, reasonsOf, type Undone, type Written } from "./unwound.ts";

type Kind = {
  type: "contact" | "company";
  table: SQL;
  /** Whether somebody else's records need it. */
  inUse: SQL;
  /**
   * What it is known by: freed when it is deleted, so that it may be made anew. `field` is its list in events, `isIn` whether
   * a row of it is in such a list.
   */
  known: { table: SQL; column: SQL; field: string; isIn: (list: SQL) => SQL }[];
  /** The columns that an import changes, and their types. */
  fields: { name: string; column: SQL; type: SQL }[];
};

const inIds = (list: SQL) =>
  sql`${list} @> jsonb_build_array(jsonb_build_object('source', k.source, 'id', k.external_id))`;

const contact: Kind = {
  type: "contact",
  table: sql`contacts`,
  inUse: sql`exists (select from feedback f
    where f.workspace_id = r.workspace_id and f.contact_id = r.id and f.deleted_at is null)`,
  known: [{ table: sql`contact_external_ids`, column: sql`contact_id`, field: "externalIds", isIn: inIds }],
  fields: [
    { name: "name", column: sql`name`, type: sql`text` },
    { name: "email", column: sql`email`, type: sql`text` },
    { name: "companyId", column: sql`company_id`, type: sql`uuid` },
  ],
};

const company: Kind = {
  type: "company",
  table: sql`companies`,
  inUse: sql`exists (select from feedback f
      where f.workspace_id = r.workspace_id and f.company_id = r.id and f.deleted_at is null)
    or exists (select from contacts p
      where p.workspace_id = r.workspace_id and p.company_id = r.id and p.deleted_at is null)`,
  known: [
    { table: sql`company_domains`, column: sql`company_id`, field: "domains", isIn: (list) => sql`${list} ? k.domain` },
    { table: sql`company_external_ids`, column: sql`company_id`, field: "externalIds", isIn: inIds },
  ],
  fields: [
    { name: "name", column: sql`name`, type: sql`text` },
    { name: "arr", column: sql`arr`, type: sql`numeric` },
  ],
};

export const unwindContacts = (scope: Scope, writes: Written[]) => unwind(scope, contact, writes);
export const unwindCompanies = (scope: Scope, writes: Written[]) => unwind(scope, company, writes);

type Row = { id: string; version: number; isDeleted: boolean };

/** Deletes what an import made and puts back what it changed, as far as nobody touched it since or needs it. */
async function unwind(scope: Scope, kind: Kind, writes: Written[]): Promise<Undone> {
  const { tx, actor } = scope;
  const rows = await tx.execute<Row>(sql`
    select r.id, r.version, r.deleted_at is not null as "isDeleted" from ${kind.table} r
    where r.workspace_id = ${actor.workspace.id} and r.id in (${idsOf(writes.map(({ id }) => id))})
    order by r.id for update`);
  const used = await tx.execute<{ id: string }>(sql`
    select r.id from ${kind.table} r
    where r.workspace_id = ${actor.workspace.id} and r.id in (${idsOf(rows.map(({ id }) => id))}) and (${kind.inUse})`);
  const uses = new Set(used.map(({ id }) => id));
  const there = new Map(rows.map((row) => [row.id, row]));
  const made: Written[] = [];
  const changed: Written[] = [];
  const touched: Written[] = [];
  const kept: Kept[] = [];
  for (const write of writes) {
    const row = there.get(write.id);
    if (!row || row.isDeleted) continue;
    if (row.version !== write.version) touched.push(write);
    else if (write.before !== null) changed.push(write);
    else if (uses.has(write.id)) kept.push({ id: write.id, reason: "in_use" });
    else made.push(write);
  }
  await remove(scope, kind, made);
  await putBack(scope, kind, changed);
  kept.push(...(await reasonsOf(scope, touched)));
  return { deleted: made.map(({ id }) => id), restored: changed.map(({ id }) => id), kept };
}

async function remove({ tx, actor, now, record }: Scope, kind: Kind, writes: Written[]): Promise<void> {
  if (writes.length === 0) return;
  const ids = idsOf(writes.map(({ id }) => id));
  for (const { table, column } of kind.known) {
    await tx.execute(sql`delete from ${table} where workspace_id = ${actor.workspace.id} and ${column} in (${ids})`);
  }
  await tx.execute(sql`
    update ${kind.table} set deleted_at = ${now.toISOString()}::timestamptz, version = version + 1,
      updated_at = ${now.toISOString()}::timestamptz
    where workspace_id = ${actor.workspace.id} and id in (${ids})`);
  for (const { id, version } of writes) {
    record({
      action: `${kind.type}.deleted`,
      subject: { type: kind.type, id },
      before: { deleted: false, version },
      after: { deleted: true, by: "import", version: version + 1 },
    });
  }
}

/** Only what the import changed is noted, and only that is put back. */
async function putBack(scope: Scope, kind: Kind, writes: Written[]): Promise<void> {
  if (writes.length === 0) return;
  const { tx, actor, now, record } = scope;
  const set = sql.join(
    kind.fields.map(
      ({ name, column, type }) =>
        sql`${column} = case when b.before ? ${name} then (b.before->>${name})::${type} else r.${column} end`,
    ),
    sql`, `,
  );
  await tx.execute(sql`
    update ${kind.table} r set ${set}, version = r.version + 1, updated_at = ${now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(writes)}::jsonb) as b(id uuid, before jsonb)
    where r.workspace_id = ${actor.workspace.id} and r.id = b.id`);
  for (const { table, column, field, isIn } of kind.known) {
    await tx.execute(sql`
      delete from ${table} k using jsonb_to_recordset(${JSON.stringify(writes)}::jsonb) as b(id uuid, before jsonb)
      where k.workspace_id = ${actor.workspace.id} and k.${column} = b.id and b.before ? ${field}
        and not (${isIn(sql`(b.before->${field})`)})`);
  }
  await passOn(
    scope,
    writes.map(({ id, version, before }) => ({ id, was: before?.version ?? 0, is: version + 1 })),
  );
  for (const { id, version } of writes) {
    record({
      action: `${kind.type}.updated`,
      subject: { type: kind.type, id },
      before: { version },
      after: { by: "import", version: version + 1 },
    });
  }
}
