-- Everybody locks in one order: an idea, feedback, demand, an idea's totals, a company's totals. The first version of these
-- triggers locked ideas after feedback, and companies row by row: two could wait for each other until one was given up.
DROP TRIGGER company_totals_added ON feedback;
DROP TRIGGER company_totals_removed ON feedback;
DROP TRIGGER totals_of_company ON feedback;
DROP TRIGGER company_totals_added ON idea_demand;
DROP TRIGGER company_totals_removed ON idea_demand;
DROP FUNCTION carry_feedback_to_companies();

-- Feedback that comes, goes or changes in one statement, added up per company. Rows of totals are locked in the order of
-- the key, so that two statements wait for each other instead of for ever; what is read after the lock is newer than it.
CREATE OR REPLACE FUNCTION count_feedback_of_companies() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    -- Nothing that counts has changed (a state, a title): leave the sums alone.
    IF NOT EXISTS (
      SELECT a.workspace_id, a.id, a.company_id, a.occurred_at, a.deleted_at IS NULL FROM added a
      EXCEPT SELECT r.workspace_id, r.id, r.company_id, r.occurred_at, r.deleted_at IS NULL FROM removed r
    ) THEN
      RETURN NULL;
    END IF;
    PERFORM FROM company_totals t
    WHERE (t.workspace_id, t.company_id) IN (
      SELECT r.workspace_id, r.company_id FROM removed r UNION ALL SELECT a.workspace_id, a.company_id FROM added a)
    ORDER BY t.workspace_id, t.company_id FOR NO KEY UPDATE;
  ELSIF TG_OP = 'INSERT' THEN
    PERFORM FROM company_totals t
    WHERE (t.workspace_id, t.company_id) IN (SELECT a.workspace_id, a.company_id FROM added a)
    ORDER BY t.workspace_id, t.company_id FOR NO KEY UPDATE;
  ELSE
    PERFORM FROM company_totals t
    WHERE (t.workspace_id, t.company_id) IN (SELECT r.workspace_id, r.company_id FROM removed r)
    ORDER BY t.workspace_id, t.company_id FOR NO KEY UPDATE;
  END IF;

  IF TG_OP <> 'DELETE' THEN
    UPDATE company_totals t SET feedback = t.feedback + came.feedback, last_at = greatest(t.last_at, came.last_at)
    FROM (
      SELECT a.workspace_id, a.company_id, count(*) AS feedback, max(a.occurred_at) AS last_at
      FROM added a WHERE a.company_id IS NOT NULL AND a.deleted_at IS NULL GROUP BY 1, 2
    ) came
    WHERE t.workspace_id = came.workspace_id AND t.company_id = came.company_id;
  END IF;
  IF TG_OP = 'INSERT' THEN
    RETURN NULL;
  END IF;

  -- Only when the newest may have gone is the next newest looked up.
  UPDATE company_totals t
  SET feedback = t.feedback - gone.feedback,
      last_at = CASE WHEN gone.last_at < t.last_at THEN t.last_at ELSE newest_of_company(t.workspace_id, t.company_id) END
  FROM (
    SELECT r.workspace_id, r.company_id, count(*) AS feedback, max(r.occurred_at) AS last_at
    FROM removed r WHERE r.company_id IS NOT NULL AND r.deleted_at IS NULL GROUP BY 1, 2
  ) gone
  WHERE t.workspace_id = gone.workspace_id AND t.company_id = gone.company_id;
  RETURN NULL;
END $$;

CREATE TRIGGER company_totals_added AFTER INSERT ON feedback
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_feedback_of_companies();
CREATE TRIGGER company_totals_changed AFTER UPDATE ON feedback
  REFERENCING NEW TABLE AS added OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_feedback_of_companies();
CREATE TRIGGER company_totals_removed AFTER DELETE ON feedback
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_feedback_of_companies();

-- A row of demand is there as long as a company has evidence for an idea. The lock on the idea's totals waits for whoever
-- moves the idea to another stage right now, and makes them wait, so that each row is counted by one of the two. An idea
-- itself is not locked here: whoever deletes one goes on to its feedback, and whoever has the feedback comes here.
CREATE OR REPLACE FUNCTION keep_open_ideas() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE sign constant integer := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
  IF NOT EXISTS (SELECT FROM moved m WHERE m.company_id IS NOT NULL) THEN
    RETURN NULL;
  END IF;
  PERFORM FROM idea_totals t
  WHERE (t.workspace_id, t.idea_id) IN (SELECT m.workspace_id, m.idea_id FROM moved m WHERE m.company_id IS NOT NULL)
  ORDER BY t.workspace_id, t.idea_id FOR NO KEY UPDATE;
  PERFORM FROM company_totals t
  WHERE (t.workspace_id, t.company_id) IN (SELECT m.workspace_id, m.company_id FROM moved m)
  ORDER BY t.workspace_id, t.company_id FOR NO KEY UPDATE;
  UPDATE company_totals t SET open_ideas = t.open_ideas + sign * m.ideas
  FROM (
    SELECT m.workspace_id, m.company_id, count(*) AS ideas
    FROM moved m JOIN ideas i ON i.workspace_id = m.workspace_id AND i.id = m.idea_id AND idea_is_awaited(i)
    WHERE m.company_id IS NOT NULL GROUP BY 1, 2
  ) m
  WHERE t.workspace_id = m.workspace_id AND t.company_id = m.company_id;
  RETURN NULL;
END $$;
-- Their names come after totals_added and totals_removed, which lock the same rows: triggers run by name.
CREATE TRIGGER totals_of_companies_added AFTER INSERT ON idea_demand
  REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION keep_open_ideas();
CREATE TRIGGER totals_of_companies_removed AFTER DELETE ON idea_demand
  REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION keep_open_ideas();

CREATE OR REPLACE FUNCTION carry_idea_to_companies() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE change constant integer := idea_is_awaited(NEW)::integer - idea_is_awaited(OLD)::integer;
BEGIN
  IF change = 0 THEN
    RETURN NULL;
  END IF;
  PERFORM FROM idea_totals t WHERE t.workspace_id = NEW.workspace_id AND t.idea_id = NEW.id FOR NO KEY UPDATE;
  PERFORM FROM company_totals t
  WHERE t.workspace_id = NEW.workspace_id AND t.company_id IN (
    SELECT d.company_id FROM idea_demand d WHERE d.workspace_id = NEW.workspace_id AND d.idea_id = NEW.id)
  ORDER BY t.company_id FOR NO KEY UPDATE;
  UPDATE company_totals t SET open_ideas = t.open_ideas + change
  FROM idea_demand d
  WHERE d.workspace_id = NEW.workspace_id AND d.idea_id = NEW.id
    AND t.workspace_id = d.workspace_id AND t.company_id = d.company_id;
  RETURN NULL;
END $$;
