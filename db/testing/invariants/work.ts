import { each, rows, together } from "./rule.ts";

const setAside = { feedback: "feedback", idea: "ideas", initiative: "initiatives" };

/** What product people decide: set aside, planned, measured. */
export const work = {
  "what is set aside has an open decision of its own": rows(
    together(
      each(
        setAside,
        (type, table) => `
        select '${type}' as type, r.workspace_id, r.id, r.decision_id from ${table} r
        where r.state = 'set_aside' and not exists (
          select from decisions d where d.workspace_id = r.workspace_id and d.id = r.decision_id
            and d.subject_type = '${type}' and d.subject_id = r.id and d.ended_at is null)`,
      ),
    ),
  ),

  "an open decision holds a record aside": rows(
    together(
      each(
        setAside,
        (type, table) => `
        select d.workspace_id, d.id, d.subject_type, d.subject_id from decisions d
        where d.subject_type = '${type}' and d.ended_at is null and not exists (
          select from ${table} r where r.workspace_id = d.workspace_id and r.id = d.subject_id
            and r.state = 'set_aside' and r.decision_id = d.id)`,
      ),
    ),
  ),

  "an outcome of a done card has a verdict, or a day for its review": rows(`
    select o.workspace_id, o.id, o.initiative_id from outcomes o
    join initiatives i on i.workspace_id = o.workspace_id and i.id = o.initiative_id
    where i.horizon = 'done' and i.deleted_at is null and o.deleted_at is null and o.verdict is null and o.due_on is null`),

  "no two cards stand in the same place": rows(`
    select workspace_id, horizon, position, array_agg(id) as cards from initiatives
    where deleted_at is null and state = 'open' group by 1, 2, 3 having count(*) > 1`),

  "objectives are a tree, and ideas are not merged in a circle": rows(`
    with recursive above as (
      select workspace_id, id as start, parent_id as id from objectives where parent_id is not null
      union all select workspace_id, id, merged_into_id from ideas where merged_into_id is not null
    ), way as (
      select * from above
      union
      select w.workspace_id, w.start, a.id from way w join above a on a.workspace_id = w.workspace_id and a.start = w.id)
    select workspace_id, start as id from way where id = start`),

  "a live objective stands under a live one": rows(`
    select o.workspace_id, o.id, o.parent_id from objectives o
    join objectives p on p.workspace_id = o.workspace_id and p.id = o.parent_id
    where o.deleted_at is null and p.deleted_at is not null`),

  "what is measured has a metric that is there": rows(`
    select k.workspace_id, k.id, k.metric_id from key_results k
    join objectives o on o.workspace_id = k.workspace_id and o.id = k.objective_id and o.deleted_at is null
    join metrics m on m.workspace_id = k.workspace_id and m.id = k.metric_id
    where k.deleted_at is null and m.deleted_at is not null
    union all
    select b.workspace_id, b.id, b.metric_id from outcomes b
    join initiatives i on i.workspace_id = b.workspace_id and i.id = b.initiative_id and i.deleted_at is null
    join metrics m on m.workspace_id = b.workspace_id and m.id = b.metric_id
    where b.deleted_at is null and m.deleted_at is not null`),

  // A point may be corrected or taken back later, which its metric's history tells.
  "the value of a check-in is a point of its metric": rows(`
    select c.workspace_id, c.id, c.value, p.value as point from check_ins c
    join key_results k on k.workspace_id = c.workspace_id and k.id = c.key_result_id and k.metric_id is not null
    left join metric_points p on p.workspace_id = c.workspace_id and p.metric_id = k.metric_id and p.at = c.at
    where c.value is not null and (p.at is null or (p.recorded_at = c.at and p.value <> c.value)) and not exists (
      select from events e where e.workspace_id = c.workspace_id and e.subject_id = k.metric_id
        and e.action = 'metric.recorded' and (e.after->>'removed')::int > 0 and p.at is null)`),

  "each workspace has a stage for new ideas": rows(`
    select w.id as workspace_id from workspaces w where not exists (
      select from idea_stages s where s.workspace_id = w.id and s.category = 'new')`),
};
