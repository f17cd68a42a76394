import { sql } from "drizzle-orm";
import { conflict } from "#lib/core/errors.ts";
import { command } from "#lib/core/operation.ts";
import { upload } from "#lib/core/upload.ts";
import { receive } from "./receive.ts";
import { findImport } from "./representation.ts";
import { createImportInput, importId, importRun } from "./schema.ts";

/** Takes a file in and leaves it to a job to work it off. */
export const createImport = upload({
  name: "import.create",
  needs: "feedback:import",
  input: createImportInput,
  output: importRun,
  status: 202,
  receive,
});

/** Stops an import where it stands. What it has done so far stays, and is what its counts say. */
export const cancelImport = command({
  name: "import.cancel",
  needs: "feedback:import",
  input: importId,
  output: importRun,
  async run({ tx, actor, record }, { id }) {
    const workspaceId = actor.workspace.id;
    const { count } = await tx.execute(sql`
      update imports set state = 'cancelled', file_kept_until = null, finished_at = now(), updated_at = now(), version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}
        and state in ('receiving', 'needs_mapping', 'queued', 'running')`);
    const found = await findImport(tx, workspaceId, id);
    if (count === 0) {
      if (found.state !== "cancelled") throw conflict("This import has ended already.");
      return found;
    }
    record({ action: "import.cancelled", subject: { type: "import", id }, after: { ...found.counts } });
    return found;
  },
});
