import { each, records, rows, together } from "./rule.ts";

/** What people say to each other about the work. */
export const talk = {
  "a comment is about a record that is there, and tells so when it is made": rows(`
    select c.workspace_id, c.id from comments c
    left join events e on e.workspace_id = c.workspace_id and e.subject_type = 'comment' and e.subject_id = c.id
      and e.action = 'comment.created'
    where coalesce(c.feedback_id, c.idea_id, c.initiative_id, c.objective_id, c.key_result_id, c.metric_id, c.company_id,
        c.contact_id)::text is distinct from split_part(e.after->>'about', ':', 2)`),

  "a comment is as old as its words at least": rows(`
    select c.workspace_id, c.id from comments c
    where c.edited_at < c.created_at or c.updated_at < coalesce(c.edited_at, c.created_at)`),

  "what somebody follows or is told of is a record that is there": rows(
    together(
      each(records, (type, table) =>
        ["follows", "notifications"]
          .map(
            (of) => `
            select '${of}' as of, t.workspace_id, t.user_id, t.subject_type, t.subject_id from ${of} t
            where t.subject_type = '${type}' and not exists (
              select from ${table} r where r.workspace_id = t.workspace_id and r.id = t.subject_id)`,
          )
          .join(" union all "),
      ),
    ),
  ),

  "nobody is told of what they did themselves": rows(`
    select n.workspace_id, n.user_id, n.event_id from notifications n
    join events e on e.workspace_id = n.workspace_id and e.id = n.event_id
    where e.actor_kind = 'member' and e.actor_id = n.user_id::text`),
};
