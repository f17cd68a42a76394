import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "#lib/core/operation.ts";
import { shownPoints } from "#lib/metrics/series.ts";
import type { Horizon } from "../rules.ts";
import type { Card, Roadmap } from "../schema.ts";

/** Cards shown in Now, Next and Later together, and in Done. */
const shownLive = 500;
const shownDone = 200;

type CardRow = Omit<Card, "demand" | "objectiveIds" | "ideaCount" | "outcomes" | "thread">;
type OutcomeRow = Omit<Card["outcomes"][number], "pace"> & { initiativeId: string; createdAt: string };
type MetricRow = Omit<Roadmap["metrics"][number], "latest" | "series"> & {
  cadenceDays: number | null;
  at: string | null;
  newest: number[] | null;
};
type ObjectiveRow = Roadmap["objectives"][number] & { initiativeId: string };
type Voices = { initiativeId: string; ideas: number; feedback: number };
type Demand = { initiativeId: string; companies: number; arr: number };

export type Rows = Awaited<ReturnType<typeof readRows>>;

/** The cards that are shown, as the beginning of a statement. Set-based reads start from it, so none walks a workspace. */
const shown = ({ actor }: Scope, ofProduct: SQL) => sql`shown as materialized (
  (select i.id from initiatives i
    where i.workspace_id = ${actor.workspace.id} and i.deleted_at is null and i.state = 'open' and i.horizon <> 'done' and ${ofProduct}
    order by array_position(array['now', 'next', 'later'], i.horizon), i.position limit ${sql.raw(String(shownLive))})
  union all
  (select i.id from initiatives i
    where i.workspace_id = ${actor.workspace.id} and i.deleted_at is null and i.state = 'open' and i.horizon = 'done' and ${ofProduct}
    order by i.horizon_since desc, i.id desc limit ${sql.raw(String(shownDone))}))`;

/** Reads what a board shows in seven statements that travel together, whatever its size; all of it, or of one product. */
export async function readRows(scope: Scope, product: string | undefined) {
  const { tx, actor } = scope;
  const own = sql`${actor.workspace.id}::uuid`;
  const ofProduct = product === undefined ? sql`true` : sql`i.product_id = ${product}::uuid`;
  const cards = shown(scope, ofProduct);
  const liveIdeas = sql`from shown s
    join initiative_ideas l on l.workspace_id = ${own} and l.initiative_id = s.id
    join ideas r on r.workspace_id = ${own} and r.id = l.idea_id and r.deleted_at is null`;
  const [rows, outcomes, metrics, objectives, voices, demands, counts] = await Promise.all([
    tx.execute<CardRow>(sql`
      with ${cards}
      select i.id, i.number, i.title, left(i.problem, 200) as problem, i.horizon, i.horizon_since as "horizonSince",
        i.position, i.product_id as "productId", i.confidence, i.version,
        case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as owner
      from shown s join initiatives i on i.workspace_id = ${own} and i.id = s.id
      left join users u on u.id = i.owner_id order by i.position`),
    tx.execute<OutcomeRow>(sql`
      with ${cards}
      select b.id, b.initiative_id as "initiativeId", b.metric_id as "metricId", b.baseline, b.expected, b.confidence,
        b.due_on as "dueOn", b.actual, b.verdict, b.created_at as "createdAt"
      from shown s join outcomes b on b.workspace_id = ${own} and b.initiative_id = s.id and b.deleted_at is null
      order by b.created_at, b.id`),
    tx.execute<MetricRow>(sql`
      with ${cards}
      select m.id, m.key, m.name, m.unit, m.direction, m.cadence_days as "cadenceDays", p.at, p.newest
      from (select distinct b.metric_id from shown s
        join outcomes b on b.workspace_id = ${own} and b.initiative_id = s.id and b.deleted_at is null) named
      join metrics m on m.workspace_id = ${own} and m.id = named.metric_id
      left join lateral (
        select max(p.at) as at, json_agg(p.value) as newest from (
          select p.at, p.value from metric_points p where p.workspace_id = ${own} and p.metric_id = m.id
          order by p.at desc limit ${sql.raw(String(shownPoints))}) p) p on true`),
    tx.execute<ObjectiveRow>(sql`
      with ${cards}, named as (
        select s.id as card, l.objective_id as objective from shown s
        join initiative_objectives l on l.workspace_id = ${own} and l.initiative_id = s.id
        union
        select s.id, k.objective_id from shown s
        join initiative_key_results l on l.workspace_id = ${own} and l.initiative_id = s.id
        join key_results k on k.workspace_id = ${own} and k.id = l.key_result_id and k.deleted_at is null)
      select n.card as "initiativeId", o.id, o.title, o.state from named n
      join objectives o on o.workspace_id = ${own} and o.id = n.objective and o.deleted_at is null
      order by o.created_at, o.id`),
    tx.execute<Voices>(sql`
      with ${cards}
      select s.id as "initiativeId", count(distinct l.idea_id) as ideas, count(distinct e.feedback_id) as feedback
      ${liveIdeas}
      left join evidence e on e.workspace_id = ${own} and e.idea_id = l.idea_id and e.counted group by s.id`),
    tx.execute<Demand>(sql`
      with ${cards}, asking as materialized (
        select distinct s.id, a.company_id ${liveIdeas}
        join idea_demand a on a.workspace_id = ${own} and a.idea_id = l.idea_id and a.company_id is not null)
      select a.id as "initiativeId", count(*) as companies, coalesce(sum(c.arr), 0) as arr
      from asking a join companies c on c.workspace_id = ${own} and c.id = a.company_id and c.deleted_at is null
      group by a.id`),
    tx.execute<{ horizon: Horizon; open: number; aside: number }>(sql`
      select i.horizon, count(*) filter (where i.state = 'open') as open, count(*) filter (where i.state <> 'open') as aside
      from initiatives i where i.workspace_id = ${own} and i.deleted_at is null and ${ofProduct} group by i.horizon`),
  ]);
  return { cards: rows, outcomes, metrics, objectives, voices, demands, counts };
}
