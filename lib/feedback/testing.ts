import { type SQL, sql } from "drizzle-orm";
import { database } from "#db/client.ts";
import type { Actor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/id.ts";
import { within } from "#lib/core/operation.ts";
import type { ApiScope } from "#lib/core/permissions.ts";
import type { TestWorkspace } from "#lib/workspaces/testing.ts";
import { type Ingested, ingest } from "./ingest.ts";
import { type FeedbackRecord, feedbackRecord } from "./schema.ts";

/** What tests of feedback do besides calling operations. For tests only. */
export function benchOf({ workspace, actors }: TestWorkspace) {
  const read = <T extends Record<string, unknown>>(statement: SQL) =>
    database().transact(
      { workspaceId: workspace.id, mode: "read" },
      async ({ tx }) => (await tx.execute(statement)) as unknown as T[],
    );
  const own = sql`workspace_id = ${workspace.id}`;
  return {
    read,
    /** Ingests records in a transaction of its own. */
    ingest: (records: object[], by: Actor = actors.editor): Promise<Ingested[]> =>
      within(by, "write", (scope) => ingest(scope, records.map(record)), { deadlineMs: 60_000 }),
    statuses: (results: Ingested[]) => results.map(({ status }) => status),
    async count(table: "feedback" | "companies" | "contacts" | "company_domains" | "decisions") {
      const [row] = await read<{ n: number }>(sql`select count(*) as n from ${sql.identifier(table)} where ${own}`);
      return row?.n ?? 0;
    },
    /** How many events of each kind there are. */
    async events(): Promise<Record<string, number>> {
      const rows = await read<{ action: string; n: number }>(
        sql`select action, count(*) as n from events where ${own} group by action`,
      );
      return Object.fromEntries(rows.map(({ action, n }) => [action, n]));
    },
    /** The newest event of a record. */
    async lastEvent(id: string): Promise<string> {
      const [row] = await read<{ id: string }>(
        sql`select id from events where ${own} and subject_id = ${id} order by xid desc, id desc limit 1`,
      );
      return row?.id ?? "";
    },
    /** An API key as an actor. */
    keyWith: (...scopes: ApiScope[]): Actor => ({
      kind: "key",
      id: newId(),
      name: "A key",
      role: null,
      permissions: new Set(scopes),
      workspace,
      requestId: "test-key",
    }),
  };
}

const record = (given: object): FeedbackRecord => feedbackRecord.parse(given);

/** A record of a help desk. */
export const ticket = (n: number | string, more: object = {}) => ({
  source: "zendesk",
  externalId: `${n}`,
  title: `Ticket ${n}`,
  body: `Words of ${n}`,
  ...more,
});
/** The id of the n-th result, which was taken. */
export const idOf = (results: Ingested[], n = 0): string => {
  const result = results[n];
  if (result?.status === "rejected" || !result) throw new Error("was rejected");
  return result.id;
};
