import { each, records, rows, together } from "./rule.ts";

const subjects = {
  ...records,
  import: "imports",
  apiKey: "api_keys",
  invitation: "invitations",
  product: "products",
};
const numbered = { feedback: "feedback", idea: "ideas", initiative: "initiatives" };

/** Every step of a record's version that its events tell. A link tells its feedback's under another name. */
const steps = `
  select e.workspace_id, e.id as event_id, e.subject_type as type, e.subject_id as id,
    (e.before->>'version')::int as was, (e.after->>'version')::int as version
  from events e where e.after ? 'version'
  union all
  select e.workspace_id, e.id, 'feedback', e.feedback_id, (e.before->>'feedbackVersion')::int,
    (e.after->>'feedbackVersion')::int
  from events e where e.after ? 'feedbackVersion'`;

/** A record that was removed for good has left its history behind. */
const isPurged = `exists (
  select from events d where d.workspace_id = e.workspace_id and d.subject_type = e.subject_type
    and d.subject_id = e.subject_id and d.action like '%.deleted' and d.at < now() - interval '30 days')`;

/** What happened is told: once, in order, and of something. */
export const history = {
  "a record's versions are told by its events, from the first to the present one": rows(
    together(
      each(
        records,
        (type, table) => `
        select '${type}' as type, r.workspace_id, r.id, r.version, told.versions
        from ${table} r
        left join lateral (
          select array_agg(distinct s.version order by s.version) as versions from (${steps}) s
          where s.workspace_id = r.workspace_id and s.type = '${type}' and s.id = r.id
        ) told on true
        where told.versions is distinct from array(select generate_series(1, r.version))`,
      ),
    ),
  ),

  "no two events bring a record to the same version": rows(`
    select s.workspace_id, s.type, s.id, s.version, count(*)::int as events from (${steps}) s
    where s.was is distinct from s.version group by 1, 2, 3, 4 having count(*) > 1`),

  "an event's version follows the one before it": rows(`
    select s.* from (${steps}) s where s.version not in (s.was, s.was + 1)`),

  "every event has a subject that is there": rows(
    together([
      ...each(
        subjects,
        (type, table) => `
        select e.workspace_id, e.id, e.action, e.subject_type, e.subject_id from events e
        where e.subject_type = '${type}' and not ${isPurged} and not exists (
          select from ${table} r where r.workspace_id = e.workspace_id and r.id = e.subject_id)`,
      ),
      `select e.workspace_id, e.id, e.action, e.subject_type, e.subject_id from events e
        where e.subject_type = 'member' and not exists (
          select from memberships m where m.workspace_id = e.workspace_id and m.user_id = e.subject_id)`,
      `select e.workspace_id, e.id, e.action, e.subject_type, e.subject_id from events e
        where e.subject_type = 'workspace' and e.subject_id <> e.workspace_id`,
      `select e.workspace_id, e.id, e.action, e.subject_type, e.subject_id from events e
        where e.subject_type not in ('workspace', 'member', 'job', ${Object.keys(subjects)
          .map((type) => `'${type}'`)
          .join(", ")})`,
    ]),
  ),

  "what an event can forget belongs to an event": rows(`
    select v.workspace_id, v.event_id from event_values v where not exists (
      select from events e where e.workspace_id = v.workspace_id and e.id = v.event_id)`),

  "an event takes back one that was there before it": rows(`
    select e.workspace_id, e.id, e.undoes from events e where e.undoes is not null and not exists (
      select from events o where o.workspace_id = e.workspace_id and o.id = e.undoes and o.xid < e.xid)`),

  "an event of a link names feedback that is there": rows(`
    select e.workspace_id, e.id, e.feedback_id from events e
    where e.feedback_id is not null and not exists (
        select from feedback f where f.workspace_id = e.workspace_id and f.id = e.feedback_id)
      and not exists (
        select from events d where d.workspace_id = e.workspace_id and d.subject_id = e.feedback_id
          and d.action = 'feedback.deleted' and d.at < now() - interval '30 days')`),

  "whoever an event names is a person or a key of the workspace": rows(`
    select e.workspace_id, e.id, e.actor_kind, e.actor_id from events e
    where (e.actor_kind = 'member' and not exists (select from users u where u.id::text = e.actor_id))
      or (e.actor_kind = 'key' and not exists (
        select from api_keys k where k.workspace_id = e.workspace_id and k.id::text = e.actor_id))`),

  "a number is given once": rows(
    together(
      each(
        numbered,
        (kind, table) => `
        select '${kind}' as kind, workspace_id, number, count(*)::int as times from ${table}
        group by 2, 3 having count(*) > 1`,
      ),
    ),
  ),

  "numbers are below the one that is given next": rows(
    together(
      each(
        numbered,
        (kind, table) => `
        select '${kind}' as kind, r.workspace_id, max(r.number) as number, max(c.next) as next from ${table} r
        left join counters c on c.workspace_id = r.workspace_id and c.kind = '${kind}'
        group by 2 having max(c.next) is null or max(r.number) >= max(c.next)`,
      ),
    ),
  ),
};
