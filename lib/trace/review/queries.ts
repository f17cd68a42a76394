import { sql } from "drizzle-orm";
import type { z } from "zod";
import { authorJson } from "#lib/core/author-row.ts";
import { query, type Scope } from "#lib/core/operation.ts";
import { readTree } from "#lib/objectives/queries.ts";
import { type Verdict, verdicts } from "#lib/roadmap/rules.ts";
import { type changedCard, review, reviewInput } from "./schema.ts";

const dayMs = 86_400_000;
const newDays = 30;
const most = 50;

type Change = z.input<typeof changedCard>;

/** What stands elsewhere on the board than before: each card with its last step there, in one statement. */
async function readChanges({ tx, actor: { workspace } }: Scope, since: string): Promise<Change[]> {
  const own = sql`${workspace.id}::uuid`;
  return await tx.execute<Change>(sql`
    with changed as materialized (
      select i.id, i.number, i.title, i.horizon, i.state, d.reason as decided, d.note, d.by_kind, d.by,
        case i.state when 'open' then i.horizon_since else d.at end as at
      from initiatives i left join decisions d on d.workspace_id = i.workspace_id and d.id = i.decision_id
      where i.workspace_id = ${own} and i.deleted_at is null
        and case i.state when 'open' then i.horizon_since else d.at end >= ${since}::timestamptz
      order by at desc, i.id desc limit ${most + 1})
    select c.id, c.number, c.title, c.horizon, c.state, c.at,
      case c.state when 'open' then m.by else ${authorJson(workspace.id, sql`c.by_kind`, sql`c.by`)} end as by,
      case c.state when 'open' then m.reason else c.decided end as reason,
      case c.state when 'open' then null else c.note end as note,
      (
        select coalesce(jsonb_agg(jsonb_build_object(
          'metric', jsonb_build_object('id', n.id, 'key', n.key, 'name', n.name, 'unit', n.unit, 'direction', n.direction),
          'expected', o.expected, 'actual', o.actual, 'verdict', o.verdict) order by o.created_at, o.id), '[]')
        from outcomes o join metrics n on n.workspace_id = o.workspace_id and n.id = o.metric_id
        where o.workspace_id = ${own} and o.initiative_id = c.id and o.deleted_at is null and o.verdict is not null
      ) as outcomes
    from changed c left join lateral (
      select e.reason,
        ${authorJson(workspace.id, sql`e.actor_kind`, sql`(case when e.actor_kind <> 'system' then e.actor_id end)::uuid`)} as by
      from events e
      where e.workspace_id = ${own} and e.subject_type = 'initiative' and e.subject_id = c.id
        and e.action in ('initiative.created', 'initiative.moved') and e.after->>'horizon' = c.horizon
        and (e.before->>'horizon') is distinct from (e.after->>'horizon')
      order by e.xid desc, e.id desc limit 1) m on c.state = 'open'
    order by c.at desc, c.id desc`);
}

type Sums = Record<`${Verdict}_ever` | `${Verdict}_since`, number> & {
  running: number;
  overdue: number;
  reached: number | null;
  said: number | null;
  hit: number | null;
  cards: number;
  ofOne: number;
};

/** How the bets came out. One that went far beyond, or the wrong way, counts as twice the way, or as none of it. */
async function readBets({ tx, actor: { workspace } }: Scope, since: string) {
  const own = sql`${workspace.id}::uuid`;
  const judged = sql`o.verdict in ('hit', 'partial', 'missed')`;
  const counted = verdicts.flatMap((verdict) => [
    sql`count(*) filter (where o.verdict = ${verdict}) as ${sql.identifier(`${verdict}_ever`)}`,
    sql`count(*) filter (where o.verdict = ${verdict} and o.reviewed_at >= ${since}::timestamptz)
      as ${sql.identifier(`${verdict}_since`)}`,
  ]);
  const [row] = await tx.execute<Sums>(sql`
    with bets as (
      select ${sql.join(counted, sql`, `)},
        count(*) filter (where o.verdict is null and i.state = 'open' and i.horizon = 'now') as running,
        count(*) filter (where o.verdict is null and i.state = 'open'
          and o.due_on < (now() at time zone ${workspace.timeZone})::date) as overdue,
        avg(least(2, greatest(0, (o.actual - o.baseline) / nullif(o.expected - o.baseline, 0))))
          filter (where ${judged}) as reached,
        avg(o.confidence) filter (where ${judged}) as said,
        avg(case o.verdict when 'hit' then 100 else 0 end) filter (where ${judged} and o.confidence is not null) as hit
      from outcomes o
      join initiatives i on i.workspace_id = o.workspace_id and i.id = o.initiative_id and i.deleted_at is null
      where o.workspace_id = ${own} and o.deleted_at is null),
    board as (
      select count(*) as cards, count(*) filter (where a.companies = 1) as "ofOne" from initiatives i cross join lateral (
        select count(*) as companies from (
          select distinct d.company_id from initiative_ideas l
          join idea_demand d on d.workspace_id = l.workspace_id and d.idea_id = l.idea_id
          where l.workspace_id = ${own} and l.initiative_id = i.id and d.company_id is not null limit 2) asking) a
      where i.workspace_id = ${own} and i.deleted_at is null and i.state = 'open' and i.horizon = 'now')
    select * from bets, board`);
  if (!row) throw new Error("a sum has one row");
  const countsOf = (when: "ever" | "since") =>
    Object.fromEntries(verdicts.map((verdict) => [verdict, row[`${verdict}_${when}`]])) as Record<Verdict, number>;
  const { running, overdue, reached, said, hit, cards, ofOne } = row;
  return {
    ever: countsOf("ever"),
    since: countsOf("since"),
    running,
    overdue,
    overestimate: reached === null ? null : Math.round((1 - reached) * 100),
    confidence: said === null || hit === null ? null : { said: Math.round(said), hit: Math.round(hit) },
    now: { cards, ofOneCompany: ofOne },
  };
}

/** The state of the bets for somebody who looks once a month: what changed and why, the objectives, what came of it. */
export const getReview = query({
  name: "review.get",
  needs: "read",
  input: reviewInput,
  output: review,
  async run(scope, { since = new Date(scope.now.getTime() - newDays * dayMs).toISOString() }) {
    const changes = await readChanges(scope, since);
    const { data: objectives, nextCursor } = await readTree(scope, { state: "open", limit: most });
    const moreObjectives = nextCursor !== null;
    const bets = await readBets(scope, since);
    const moreChanges = changes.length > most;
    return { since, changes: changes.slice(0, most), moreChanges, objectives, moreObjectives, bets };
  },
});
