import type postgres from "postgres";

/** A tenant as large as they come (RELIABILITY, "tenant L"), made in the database itself with all its triggers at work. */

export type Sizes = { ideas: number; votes: number; tickets: number; companies: number };

const batch = 20_000;

/** Words of which some are in every third text, and some in one of thousands. */
const body = `'The ' || (array['export','report','schedule','invoice','calendar','board'])[1 + n % 6] || ' of site ' || n % 997
  || ' stops half-way, and our ' || (array['auditors','drivers','planners','managers'])[1 + n % 4]
  || ' ask for it every ' || (array['day','week','month','quarter'])[1 + n % 4] || '. '
  || 'We work around it by hand, which takes ' || n % 90 || ' minutes each time. Ticket word' || n % 20011 || '.'`;

/** Fills the workspace; `told` hears how far it is. */
export async function makeTenantL(
  admin: postgres.Sql,
  workspaceId: string,
  { ideas, votes, tickets, companies }: Sizes,
  told: (what: string) => void = () => {},
): Promise<void> {
  // The triggers' functions see one workspace's rows only, as everybody does.
  const own = await admin.reserve();
  await own`select set_config('app.workspace_id', ${workspaceId}, false)`;
  /** An id as the product's own are, the same for the same words. */
  const idOf = (words: postgres.PendingQuery<postgres.Row[]>) =>
    own`overlay(overlay(md5(${words}) placing '7' from 13 for 1) placing '8' from 17 for 1)::uuid`;
  const each = async (what: string, count: number, insert: (from: number, to: number) => Promise<unknown>) => {
    const began = performance.now();
    for (let from = 1; from <= count; from += batch) await insert(from, Math.min(count, from + batch - 1));
    told(`${count} ${what}: ${Math.round((performance.now() - began) / 1_000)} s`);
  };
  await each(
    "companies",
    companies,
    (from, to) => own`
      insert into companies (workspace_id, id, name, arr, tier, lifecycle, health)
      select ${workspaceId}::uuid, ${idOf(own`'company' || n`)}, 'Company ' || n, (n * 7919) % 500000,
             (array['Free','Team','Enterprise'])[1 + n % 3], 'customer', n % 101
      from generate_series(${from}::int, ${to}::int) n`,
  );
  await each(
    "ideas",
    ideas,
    (from, to) => own`
      insert into ideas (workspace_id, id, number, title, problem, stage_id, created_at, updated_at)
      select ${workspaceId}::uuid, ${idOf(own`'idea' || n`)}, n + 1000, 'The ' || (array['export','board','mail'])[1 + n % 3] || ' ' || n,
             ${own.unsafe(body)},
             (select id from idea_stages where workspace_id = ${workspaceId}::uuid order by position offset n % 4 limit 1),
             now() - n * interval '7 minutes', now() - n * interval '5 minutes'
      from generate_series(${from}::int, ${to}::int) n`,
  );
  await each(
    "tickets",
    tickets,
    (from, to) => own`
      insert into feedback (workspace_id, id, number, title, body, state, source, external_id, company_id, tags, occurred_at)
      select ${workspaceId}::uuid, ${idOf(own`'ticket' || n`)}, n + 1000, 'Ticket ' || n || ' about the audit log',
             ${own.unsafe(body)}, case when n % 3 = 0 then 'reviewed' else 'inbox' end,
             (array['zendesk','intercom','mail'])[1 + n % 3], n, ${idOf(own`'company' || 1 + n % ${companies}::int`)},
             case when n % 5 = 0 then array['export'] when n % 503 = 0 then array['rare'] else '{}'::text[] end,
             now() - n * interval '1 minute'
      from generate_series(${from}::int, ${to}::int) n`,
  );
  // Some ideas have very many votes, most have few.
  await each(
    "votes",
    votes,
    (from, to) => own`
      insert into evidence (workspace_id, feedback_id, idea_id, importance)
      select ${workspaceId}::uuid, ${idOf(own`'ticket' || n`)},
             ${idOf(own`'idea' || 1 + floor(${ideas}::int * power((n::bigint * 7919 % 1000003) / 1000003.0, 3))::int`)},
             (array['nice','want','must','blocker'])[1 + n % 4]
      from generate_series(${from}::int, ${to}::int) n`,
  );
  await own`
    update counters set next = next + ${Math.max(ideas, tickets) + 2_000} where workspace_id = ${workspaceId}::uuid`;
  await own`vacuum analyze`;
  await own`select set_config('app.workspace_id', '', false)`;
  own.release();
}
