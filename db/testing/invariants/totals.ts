import { rows, together } from "./rule.ts";

const nobody = "'00000000-0000-0000-0000-000000000000'::uuid";

/** Each company once for each idea that live feedback of it speaks for, straight from feedback. */
const asked = `
  select distinct e.workspace_id, e.idea_id, f.company_id
  from evidence e join feedback f on f.workspace_id = e.workspace_id and f.id = e.feedback_id
  where f.deleted_at is null and f.company_id is not null`;

/** What is kept added up is what comes out when it is added up from nothing. */
export const totals = {
  "demand is what the evidence of live feedback adds up to": rows(`
    with counted as (
      select e.workspace_id, e.idea_id, coalesce(f.company_id, ${nobody}) as company_key, count(*)::int as feedback_count,
        max(f.occurred_at) as last_at
      from evidence e join feedback f on f.workspace_id = e.workspace_id and f.id = e.feedback_id
      where f.deleted_at is null group by 1, 2, 3)
    select workspace_id, idea_id, company_key, k.feedback_count as kept, c.feedback_count as counted,
      k.last_at as kept_last_at, c.last_at as counted_last_at
    from idea_demand k full join counted c using (workspace_id, idea_id, company_key)
    where (k.feedback_count, k.last_at) is distinct from (c.feedback_count, c.last_at)`),

  "evidence carries its feedback's company, its time, and whether it is live": rows(`
    select e.workspace_id, e.feedback_id, e.idea_id, e.company_id, e.occurred_at, e.counted
    from evidence e join feedback f on f.workspace_id = e.workspace_id and f.id = e.feedback_id
    where (e.company_id, e.occurred_at, e.counted) is distinct from (f.company_id, f.occurred_at, f.deleted_at is null)`),

  "evidence that counts points to live feedback and to an idea that was not merged": rows(`
    select e.workspace_id, e.feedback_id, e.idea_id, f.deleted_at, i.merged_into_id
    from evidence e
    left join feedback f on f.workspace_id = e.workspace_id and f.id = e.feedback_id
    left join ideas i on i.workspace_id = e.workspace_id and i.id = e.idea_id
    where e.counted and (f.id is null or f.deleted_at is not null or i.id is null or i.merged_into_id is not null)`),

  "every idea and every company has a row of totals": rows(
    together([
      `select 'idea' as type, i.workspace_id, i.id from ideas i where not exists (
        select from idea_totals t where t.workspace_id = i.workspace_id and t.idea_id = i.id)`,
      `select 'company', c.workspace_id, c.id from companies c where not exists (
        select from company_totals t where t.workspace_id = c.workspace_id and t.company_id = c.id)`,
    ]),
  ),

  "an idea's totals are its live feedback, its live companies and what they pay": rows(`
    with said as (
      select e.workspace_id, e.idea_id, count(*)::int as feedback
      from evidence e join feedback f on f.workspace_id = e.workspace_id and f.id = e.feedback_id
      where f.deleted_at is null group by 1, 2
    ), counted as (
      select a.workspace_id, a.idea_id, count(*)::int as companies, sum(c.arr_cents)::bigint as arr_cents,
        sum(case when c.at_risk then c.arr_cents else 0 end)::bigint as at_risk_cents
      from (${asked}) a join companies c on c.workspace_id = a.workspace_id and c.id = a.company_id and c.deleted_at is null
      group by 1, 2)
    select t.*, s.feedback as counted_feedback, c.companies as counted_companies, c.arr_cents as counted_cents,
      c.at_risk_cents as counted_at_risk
    from idea_totals t left join said s using (workspace_id, idea_id) left join counted c using (workspace_id, idea_id)
    where (t.feedback, t.companies, t.arr_cents, t.at_risk_cents) is distinct from
      (coalesce(s.feedback, 0), coalesce(c.companies, 0), coalesce(c.arr_cents, 0), coalesce(c.at_risk_cents, 0))`),

  "a company is at risk as its facts say, today or within a day of it": rows(`
    select c.workspace_id, c.id, c.at_risk, c.lifecycle, c.health, c.renews_on
    from companies c cross join lateral (select today_in(c.workspace_id) as day) today
    where c.at_risk not in (company_is_at_risk(c, day - 1), company_is_at_risk(c, day), company_is_at_risk(c, day + 1))`),

  "a company's totals are its feedback, its last word and the ideas it waits for": rows(`
    with said as (
      select workspace_id, company_id, count(*)::int as feedback, max(occurred_at) as last_at
      from feedback where deleted_at is null and company_id is not null group by 1, 2
    ), awaited as (
      select a.workspace_id, a.company_id, count(*)::int as ideas
      from (${asked}) a
      join ideas i on i.workspace_id = a.workspace_id and i.id = a.idea_id and i.deleted_at is null and i.state = 'open'
      join idea_stages s on s.workspace_id = i.workspace_id and s.id = i.stage_id and s.category <> 'shipped'
      group by 1, 2)
    select t.workspace_id, t.company_id, t.feedback as kept, s.feedback as counted, t.open_ideas as kept_ideas,
      a.ideas as counted_ideas, t.last_at as kept_last_at, s.last_at as counted_last_at
    from company_totals t
    left join said s using (workspace_id, company_id) left join awaited a using (workspace_id, company_id)
    where (t.feedback, t.open_ideas, t.last_at)
      is distinct from (coalesce(s.feedback, 0), coalesce(a.ideas, 0), s.last_at)`),
};
