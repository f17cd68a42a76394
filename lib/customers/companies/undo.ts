import { sql } from "drizzle-orm";
import { conflict } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import { type PastEvent, unchangedSince, undoes } from "#lib/core/undo.ts";
import { refuseChange, takeTurn } from "../policy.ts";
import { type CompanyRow, type Held, lockCompanyRow } from "./record.ts";
import { markCompany, writeCompany } from "./write.ts";

const needs = "customers:write" as const;

/** The company as the event left it, locked; 409 when it is not like that any more. */
async function asLeft({ tx, actor }: Scope, event: PastEvent, deleted = false): Promise<CompanyRow> {
  refuseChange(actor);
  await takeTurn(tx, actor.workspace.id);
  const row = await lockCompanyRow(tx, actor, event.subject.id);
  unchangedSince(event, row.deleted === deleted ? row.version : undefined);
  return row;
}

/** Feedback and contacts that point to it are a use of it, though they change nothing in its own row. */
async function refuseUsed({ tx, actor }: Scope, id: string): Promise<void> {
  const own = sql`${actor.workspace.id}::uuid`;
  const [row] = await tx.execute<{ used: boolean }>(sql`
    select exists (select from feedback where workspace_id = ${own} and company_id = ${id}::uuid and deleted_at is null)
      or exists (select from contacts where workspace_id = ${own} and company_id = ${id}::uuid and deleted_at is null) as used`);
  if (row?.used) throw conflict("Something belongs to this company by now, so its creation can no longer be undone.");
}

undoes("company.created", {
  needs,
  async run(scope, event) {
    const held = await asLeft(scope, event);
    await refuseUsed(scope, held.id);
    await markCompany(scope, { id: held.id, version: held.version, held, deleted: true });
  },
});

undoes("company.updated", {
  needs,
  async run(scope, event) {
    const held = await asLeft(scope, event);
    const known = Object.entries(event.before).filter(([name]) => name !== "version" && Object.hasOwn(held, name));
    const given = { ...held, ...(Object.fromEntries(known) as Partial<Held>) };
    await writeCompany(scope, { id: held.id, version: held.version, held, given });
  },
});

undoes("company.deleted", {
  needs,
  async run(scope, event) {
    const row = await asLeft(scope, event, true);
    const { domains = [], externalIds = [] } = event.before as Partial<Held>;
    const held = { ...row, domains, externalIds };
    await markCompany(scope, { id: row.id, version: row.version, held, deleted: false });
  },
});

undoes("company.restored", {
  needs,
  async run(scope, event) {
    const held = await asLeft(scope, event);
    await markCompany(scope, { id: held.id, version: held.version, held, deleted: true });
  },
});
