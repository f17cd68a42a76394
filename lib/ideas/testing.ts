import { type SQL, sql } from "drizzle-orm";
import { database } from "#db/client.ts";
import { newId } from "#lib/core/id.ts";

/** Rows of the customers' side, straight into the tables: tests of ideas need them, not how they came about. Tests only. */
export function tablesOf(workspaceId: string) {
  const run = <T extends Record<string, unknown>>(statement: SQL) =>
    database().transact({ workspaceId, mode: "write" }, async ({ tx }) => tx.execute<T>(statement));
  return {
    run,
    async company(name: string, given: { arr?: number; health?: number; renewsOn?: string; lifecycle?: string } = {}) {
      const id = newId();
      const { arr = null, health = null, renewsOn = null, lifecycle = null } = given;
      await run(sql`
        insert into companies (workspace_id, id, name, arr, health, renews_on, lifecycle)
        values (${workspaceId}, ${id}, ${name}, ${arr}, ${health}, ${renewsOn}::date, ${lifecycle})`);
      return id;
    },
    async feedback(
      title: string,
      given: { body?: string; companyId?: string; contactId?: string; at?: string; messages?: object[] } = {},
    ) {
      const id = newId();
      const { body = "", companyId = null, contactId = null, at = new Date().toISOString(), messages = [] } = given;
      await run(sql`
        insert into feedback (workspace_id, id, number, title, body, company_id, contact_id, occurred_at, messages)
        values (${workspaceId}, ${id}, allocate_numbers('feedback'), ${title}, ${body}, ${companyId}::uuid,
          ${contactId}::uuid, ${at}::timestamptz, ${JSON.stringify(messages)}::jsonb)`);
      return id;
    },
    async asideFeedback(title: string, reason: string) {
      const [id, decision] = [newId(), newId()];
      await run(sql`
        with decided as (
          insert into decisions (workspace_id, id, subject_type, subject_id, reason)
          values (${workspaceId}, ${decision}, 'feedback', ${id}, ${reason}))
        insert into feedback (workspace_id, id, number, title, state, decision_id)
        values (${workspaceId}, ${id}, allocate_numbers('feedback'), ${title}, 'set_aside', ${decision})`);
      return id;
    },
    /** An event of a kind that nothing knows. */
    async event(action: string) {
      const id = newId();
      await run(sql`
        insert into events (workspace_id, id, actor_kind, action, subject_type, subject_id)
        values (${workspaceId}, ${id}, 'system', ${action}, 'idea', ${newId()})`);
      return id;
    },
    /** Actions and reasons of a record's events, the newest first. */
    async history(id: string) {
      const rows = await run<{ action: string; reason: string | null }>(sql`
        select action, reason from events where workspace_id = ${workspaceId} and subject_id = ${id} order by xid desc, id desc`);
      return rows.map(({ action, reason }) => (reason === null ? action : `${action}: ${reason}`));
    },
    async stateOf(feedbackId: string) {
      const [row] = await run<{ state: string; version: number }>(
        sql`select state, version from feedback where workspace_id = ${workspaceId} and id = ${feedbackId}`,
      );
      return row;
    },
  };
}
