import { rows } from "./rule.ts";

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
};
