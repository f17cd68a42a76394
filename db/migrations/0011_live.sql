-- What has happened in several workspaces since a place in the history of each, for the streams of one server: one call,
-- however many workspaces and streams there are. Every workspace is read through row security, bound to it in turn.
-- `places` is [{workspace_id, xid, id}]; `below` the transaction below which nothing can appear any more.
CREATE FUNCTION events_since(places jsonb, below xid8, most integer)
RETURNS TABLE (
  workspace_id uuid, xid xid8, id uuid, at timestamptz, action text, subject_type text, subject_id uuid, feedback_id uuid,
  actor_kind text, actor_id text, request_id text
)
LANGUAGE plpgsql ROWS 20 SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  bound constant text := coalesce(current_setting('app.workspace_id', true), '');
  place record;
BEGIN
  FOR place IN SELECT p.* FROM jsonb_to_recordset(places) AS p(workspace_id uuid, xid xid8, id uuid) LOOP
    PERFORM set_config('app.workspace_id', place.workspace_id::text, true);
    RETURN QUERY
    SELECT e.workspace_id, e.xid, e.id, e.at, e.action, e.subject_type, e.subject_id, e.feedback_id,
      e.actor_kind, e.actor_id, e.request_id
    FROM events e
    WHERE e.workspace_id = place.workspace_id AND (e.xid, e.id) > (place.xid, place.id) AND e.xid < below
    ORDER BY e.xid, e.id LIMIT most;
  END LOOP;
  PERFORM set_config('app.workspace_id', bound, true);
END $$;
REVOKE ALL ON FUNCTION events_since(jsonb, xid8, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION events_since(jsonb, xid8, integer) TO throughline_app;
