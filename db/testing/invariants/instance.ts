import { rows } from "./rule.ts";

/** People, keys, requests, imports and jobs. */
export const instance = {
  "a workspace has an owner": rows(`
    select w.id as workspace_id from workspaces w where w.deleted_at is null and not exists (
      select from memberships m join users u on u.id = m.user_id where m.workspace_id = w.id and m.role = 'owner' and m.removed_at is null)`),

  "memberships, sessions and API keys are those of people and workspaces that are there": rows(`
    select 'membership' as type, m.workspace_id, m.user_id as id from memberships m
    left join users u on u.id = m.user_id left join workspaces w on w.id = m.workspace_id
    where u.id is null or w.id is null
    union all
    select 'session', null, s.id from sessions s left join users u on u.id = s.user_id where u.id is null
    union all
    select 'key', k.workspace_id, k.id from api_keys k
    left join users u on u.id = k.created_by left join workspaces w on w.id = k.workspace_id
    where w.id is null or (k.created_by is not null and u.id is null)`),

  "no Idempotency-Key is left open": rows(`
    select workspace_id, key, locked_until from idempotency_keys
    where status is null and coalesce(locked_until, '-infinity') < now()`),

  "the counts of an import that is done are its rows": rows(`
    select i.workspace_id, i.id, i.received, i.created, i.updated, i.unchanged, i.rejected, told.rejections, told.made
    from imports i, lateral (
      select (select count(*) from import_rejections r where r.workspace_id = i.workspace_id and r.import_id = i.id) as rejections,
        (select count(*) from import_writes w where w.workspace_id = i.workspace_id and w.import_id = i.id
          and w.type = 'feedback' and w.before is null) as made
    ) told
    where i.state = 'done' and (i.created + i.updated + i.unchanged + i.rejected <> i.received
      or (i.finished_at > now() - interval '29 days'
        and (least(i.rejected, 10000) <> told.rejections or (not i.dry_run and i.created <> told.made))))`),

  // The job drops the pieces right after the end; what a crash left in between is swept within the hour.
  "an import that has ended keeps no pieces of its file": rows(`
    select i.workspace_id, i.id, i.state from imports i
    where i.finished_at < now() - interval '2 hours' and coalesce(i.file_kept_until, '-infinity') < now() - interval '2 hours'
      and exists (select from import_chunks c where c.workspace_id = i.workspace_id and c.import_id = i.id)`),

  "an import under way has a job": rows(`
    select i.workspace_id, i.id, i.state from imports i
    where i.state in ('queued', 'running', 'undoing') and not exists (
      select from pgboss.job j where j.state < 'completed' and j.data->'input'->>'importId' = i.id::text)`),

  "no job was given up in silence": rows(`
    select j.id, j.name, j.output from pgboss.job j
    where j.state = 'failed' and not exists (
      select from events e where e.subject_type = 'job' and e.subject_id = j.id and e.action = 'job.givenUp')`),
};
