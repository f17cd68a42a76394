import { sql } from "drizzle-orm";
import type { z } from "zod";
import { hasWords } from "#lib/core/has-words.ts";
import { query } from "#lib/core/operation.ts";
import { defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
import { findImport, type ImportRow, importColumns, represent } from "./representation.ts";
import {
  importId,
  importPage,
  importRowsInput,
  importRun,
  listImportsInput,
  type rejectedRow,
  rejectedRowPage,
} from "./schema.ts";

const newest = keyset([
  { column: sql`created_at`, direction: "desc", cast: "timestamptz" },
  { column: sql`id`, direction: "desc", cast: "uuid" },
]);
const byRow = keyset([{ column: sql`row`, direction: "asc", cast: "bigint" }]);

// All of these need what making an import needs, so that a key with that one scope can follow its import.
export const listImports = query({
  name: "import.list",
  needs: "feedback:import",
  input: listImportsInput,
  output: importPage,
  async run({ tx, actor }, { limit = defaultLimit, cursor, q, state }) {
    const after = newest.after(cursor);
    const rows = await tx.execute<ImportRow>(sql`
      select ${importColumns(actor.workspace.id)} from imports
      where workspace_id = ${actor.workspace.id}
        ${q === undefined ? sql`` : sql`and ${hasWords(sql`concat_ws(' ', name, source)`, q)}`}
        ${state ? sql`and state in (select jsonb_array_elements_text(${JSON.stringify(state)}::jsonb))` : sql``}
        ${after ? sql`and ${after}` : sql``}
      order by ${newest.order} limit ${limit + 1}`);
    return paged(rows, limit, represent, (row) => [row.createdAt, row.id]);
  },
});

export const getImport = query({
  name: "import.get",
  needs: "feedback:import",
  input: importId,
  output: importRun,
  run: ({ tx, actor }, { id }) => findImport(tx, actor.workspace.id, id),
});

/** The rejected records, in the order of the file. */
export const listImportRows = query({
  name: "import.rows",
  needs: "feedback:import",
  input: importRowsInput,
  output: rejectedRowPage,
  async run({ tx, actor }, { id, limit = defaultLimit, cursor }) {
    await findImport(tx, actor.workspace.id, id);
    const after = byRow.after(cursor);
    const rows = await tx.execute<z.input<typeof rejectedRow>>(sql`
      select row, line, errors, raw from import_rejections
      where workspace_id = ${actor.workspace.id} and import_id = ${id} ${after ? sql`and ${after}` : sql``}
      order by ${byRow.order} limit ${limit + 1}`);
    return paged(
      rows,
      limit,
      (row) => row,
      (row) => [row.row],
    );
  },
});
