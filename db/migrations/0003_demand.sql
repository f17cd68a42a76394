-- Demand: evidence added up per idea and company, in the transaction of the link, at a cost that does not grow.

-- Evidence carries a copy of what it counts by. FOR NO KEY UPDATE makes a link and a change of the same feedback take
-- turns, so the copy is never older than the feedback.
CREATE FUNCTION copy_feedback_to_evidence() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  SELECT f.company_id, f.occurred_at, f.deleted_at IS NULL INTO NEW.company_id, NEW.occurred_at, NEW.counted
  FROM feedback f WHERE f.workspace_id = NEW.workspace_id AND f.id = NEW.feedback_id FOR NO KEY UPDATE;
  -- No such feedback: the foreign key says so next.
  NEW.occurred_at := coalesce(NEW.occurred_at, now());
  NEW.counted := coalesce(NEW.counted, false);
  RETURN NEW;
END $$;
CREATE TRIGGER copy_feedback BEFORE INSERT OR UPDATE OF feedback_id, company_id, occurred_at, counted ON evidence
  FOR EACH ROW EXECUTE FUNCTION copy_feedback_to_evidence();

CREATE FUNCTION refresh_evidence() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE evidence SET counted = true WHERE workspace_id = NEW.workspace_id AND feedback_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER refresh_evidence AFTER UPDATE OF company_id, occurred_at, deleted_at ON feedback
  FOR EACH ROW WHEN (OLD.company_id IS DISTINCT FROM NEW.company_id OR OLD.occurred_at <> NEW.occurred_at
    OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))
  EXECUTE FUNCTION refresh_evidence();

-- Definer: the runtime role may read demand, never write it. Rows are locked in key order, so that two links at once wait
-- for each other instead of for ever.
CREATE FUNCTION keep_demand() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE nobody constant uuid := '00000000-0000-0000-0000-000000000000';
BEGIN
  IF TG_OP = 'UPDATE' THEN
    -- Nothing that counts has changed (a quote, an importance): leave the sums alone.
    IF NOT EXISTS (
      SELECT a.workspace_id, a.feedback_id, a.idea_id, a.company_id, a.occurred_at, a.counted FROM added a
      EXCEPT SELECT r.workspace_id, r.feedback_id, r.idea_id, r.company_id, r.occurred_at, r.counted FROM removed r
    ) THEN
      RETURN NULL;
    END IF;
    -- CASE, since coalesce() is not leakproof: row security would keep the end of the key from being looked up.
    PERFORM FROM idea_demand d
    WHERE (d.workspace_id, d.idea_id, d.company_key) IN (
      SELECT r.workspace_id, r.idea_id, CASE WHEN r.company_id IS NULL THEN nobody ELSE r.company_id END FROM removed r
      UNION ALL
      SELECT a.workspace_id, a.idea_id, CASE WHEN a.company_id IS NULL THEN nobody ELSE a.company_id END FROM added a)
    ORDER BY d.workspace_id, d.idea_id, d.company_key FOR UPDATE;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM FROM idea_demand d
    WHERE (d.workspace_id, d.idea_id, d.company_key) IN (
      SELECT r.workspace_id, r.idea_id, CASE WHEN r.company_id IS NULL THEN nobody ELSE r.company_id END FROM removed r)
    ORDER BY d.workspace_id, d.idea_id, d.company_key FOR UPDATE;
  END IF;

  IF TG_OP <> 'DELETE' THEN
    INSERT INTO idea_demand AS d (workspace_id, idea_id, company_key, feedback_count, last_at)
    SELECT a.workspace_id, a.idea_id, coalesce(a.company_id, nobody) AS company_key, count(*), max(a.occurred_at)
    FROM added a WHERE a.counted GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (workspace_id, idea_id, company_key) DO UPDATE
      SET feedback_count = d.feedback_count + excluded.feedback_count, last_at = greatest(d.last_at, excluded.last_at);
  END IF;
  IF TG_OP = 'INSERT' THEN
    RETURN NULL;
  END IF;

  -- Only when the newest went is the next newest looked up, by the end of an index.
  UPDATE idea_demand d
  SET feedback_count = d.feedback_count - gone.feedback_count,
      last_at = CASE WHEN gone.last_at < d.last_at THEN d.last_at ELSE coalesce(
        CASE WHEN d.company_key = nobody
        THEN (SELECT e.occurred_at FROM evidence e WHERE e.workspace_id = d.workspace_id AND e.idea_id = d.idea_id
              AND e.company_id IS NULL AND e.counted ORDER BY e.occurred_at DESC LIMIT 1)
        ELSE (SELECT e.occurred_at FROM evidence e WHERE e.workspace_id = d.workspace_id AND e.idea_id = d.idea_id
              AND e.company_id = d.company_key AND e.counted ORDER BY e.occurred_at DESC LIMIT 1) END,
        d.last_at) END
  FROM (
    SELECT r.workspace_id, r.idea_id, coalesce(r.company_id, nobody) AS company_key,
           count(*) AS feedback_count, max(r.occurred_at) AS last_at
    FROM removed r WHERE r.counted GROUP BY 1, 2, 3
  ) gone
  WHERE d.workspace_id = gone.workspace_id AND d.idea_id = gone.idea_id AND d.company_key = gone.company_key;
  DELETE FROM idea_demand d
  USING (SELECT DISTINCT r.workspace_id, r.idea_id, coalesce(r.company_id, nobody) AS company_key FROM removed r) gone
  WHERE d.workspace_id = gone.workspace_id AND d.idea_id = gone.idea_id AND d.company_key = gone.company_key
    AND d.feedback_count = 0;
  RETURN NULL;
END $$;
CREATE TRIGGER demand_added AFTER INSERT ON evidence
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION keep_demand();
CREATE TRIGGER demand_changed AFTER UPDATE ON evidence
  REFERENCING NEW TABLE AS added OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION keep_demand();
CREATE TRIGGER demand_removed AFTER DELETE ON evidence
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION keep_demand();
