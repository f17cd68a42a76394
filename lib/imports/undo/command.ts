import { sql } from "drizzle-orm";
import { conflict, notFound } from "#lib/core/errors.ts";
import { command, query } from "#lib/core/operation.ts";
import { defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { findImport } from "../representation.ts";
import { importId, importKeptInput, importRun, type KeptRecord, keptPage } from "../schema.ts";
import { reportsKept } from "../sweep.ts";
import { unwindImport } from "./job.ts";

/** Takes a whole import back: a job deletes what it made and puts back what it changed, where nobody touched it since. */
export const undoImport = command({
  name: "import.undo",
  needs: "feedback:import",
  input: importId,
  output: importRun,
  async run(scope, { id }) {
    const { tx, actor, record } = scope;
    const own = sql`workspace_id = ${actor.workspace.id} and id = ${id}`;
    type Row = { state: string; dryRun: boolean; wrote: boolean; isNoted: boolean };
    const [row] = await tx.execute<Row>(sql`
      select state, dry_run as "dryRun", created + updated > 0 as wrote,
        exists (select from import_writes w where w.workspace_id = i.workspace_id and w.import_id = i.id)
          and finished_at > now() - ${reportsKept} as "isNoted"
      from imports i where ${own} for update of i`);
    if (!row) throw notFound();
    const { state, dryRun, wrote, isNoted } = row;
    if (state === "undoing" || state === "undone") return findImport(tx, actor.workspace.id, id);
    if (!["done", "failed", "cancelled"].includes(state)) throw conflict("This import has not ended. Cancel it first.");
    if (dryRun) throw conflict("This import was only tried: there is nothing to undo.");
    if (wrote && !isNoted) throw conflict("An import can be undone for 30 days.");
    await tx.execute(sql`
      update imports set state = 'undoing', updated_at = now(), version = version + 1 where ${own}`);
    await enqueue(scope, unwindImport, { importId: id });
    record({ action: "import.undoing", subject: { type: "import", id } });
    return findImport(tx, actor.workspace.id, id);
  },
});

const byRecord = keyset([
  { column: sql`k.type`, direction: "desc", cast: "text" },
  { column: sql`k.id`, direction: "asc", cast: "uuid" },
]);

/** What undoing left as it is, with the reason. */
export const listKept = query({
  name: "import.kept",
  needs: "feedback:import",
  input: importKeptInput,
  output: keptPage,
  async run({ tx, actor }, { id, limit = defaultLimit, cursor }) {
    await findImport(tx, actor.workspace.id, id);
    const after = byRecord.after(cursor);
    const rows = await tx.execute<KeptRecord>(sql`
      select k.type, k.id, k.reason, coalesce(left(
        case k.type
          when 'feedback' then (select f.title from feedback f where f.workspace_id = k.workspace_id and f.id = k.id)
          when 'company' then (select c.name from companies c where c.workspace_id = k.workspace_id and c.id = k.id)
          else (select coalesce(p.name, p.email) from contacts p where p.workspace_id = k.workspace_id and p.id = k.id)
        end, 500), '') as title
      from import_kept k
      where k.workspace_id = ${actor.workspace.id} and k.import_id = ${id} ${after ? sql`and ${after}` : sql``}
      order by ${byRecord.order} limit ${limit + 1}`);
    return paged(
      rows,
      limit,
      (row) => row,
      (row) => [row.type, row.id],
    );
  },
});
