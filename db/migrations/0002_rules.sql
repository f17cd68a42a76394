-- Rules that look at more than one row. Their errors carry a constraint's name, as a CHECK's would.

-- Takes `how_many` numbers of a kind in the bound workspace and gives the first. The row stays locked until the
-- transaction ends, so ask late in it.
CREATE FUNCTION allocate_numbers(kind text, how_many integer DEFAULT 1) RETURNS bigint
LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO counters AS c (workspace_id, kind, next)
  VALUES (nullif(current_setting('app.workspace_id', true), '')::uuid, $1, 1 + $2)
  ON CONFLICT (workspace_id, kind) DO UPDATE SET next = c.next + $2
  RETURNING next - $2
$$;
REVOKE ALL ON FUNCTION allocate_numbers(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION allocate_numbers(text, integer) TO throughline_app;

-- Nothing is linked to an idea that was merged or deleted. FOR SHARE waits for whoever is doing that right now.
CREATE FUNCTION refuse_dead_idea() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE alive boolean;
BEGIN
  SELECT i.deleted_at IS NULL AND i.merged_into_id IS NULL INTO alive
  FROM ideas i WHERE i.workspace_id = NEW.workspace_id AND i.id = NEW.idea_id FOR SHARE;
  IF NOT alive THEN
    RAISE EXCEPTION 'idea % was merged or deleted', NEW.idea_id
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_idea_alive', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
-- "a_" comes before the copies that the next migration fills: triggers run by name.
CREATE TRIGGER a_idea_alive BEFORE INSERT OR UPDATE OF idea_id ON evidence
  FOR EACH ROW EXECUTE FUNCTION refuse_dead_idea();
CREATE TRIGGER a_idea_alive BEFORE INSERT OR UPDATE OF idea_id ON initiative_ideas
  FOR EACH ROW EXECUTE FUNCTION refuse_dead_idea();

-- Objectives are a tree. Two moves at once could close a circle that neither sees, so moves take turns.
CREATE FUNCTION refuse_objective_cycle() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('objectives ' || NEW.workspace_id, 0));
  IF EXISTS (
    WITH RECURSIVE above AS (
      SELECT o.id, o.parent_id FROM objectives o WHERE o.workspace_id = NEW.workspace_id AND o.id = NEW.parent_id
      UNION
      SELECT o.id, o.parent_id FROM objectives o JOIN above a ON o.id = a.parent_id WHERE o.workspace_id = NEW.workspace_id
    )
    SELECT FROM above WHERE id = NEW.id
  ) THEN
    RAISE EXCEPTION 'objective % would be above itself', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'objectives_tree', TABLE = 'objectives';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tree BEFORE INSERT OR UPDATE OF parent_id ON objectives
  FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION refuse_objective_cycle();

-- An outcome of a done card has a verdict, or a review due after today in the workspace's time zone. Looked at when the
-- card enters done and when an outcome is written, so a day that passes makes the review overdue, not the row invalid.
CREATE FUNCTION outcome_is_settled(outcome outcomes) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT outcome.verdict IS NOT NULL OR coalesce(outcome.due_on > (now() AT TIME ZONE w.time_zone)::date, false)
  FROM workspaces w WHERE w.id = outcome.workspace_id
$$;
REVOKE ALL ON FUNCTION outcome_is_settled(outcomes) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION outcome_is_settled(outcomes) TO throughline_app;

CREATE FUNCTION refuse_unsettled_done() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  unsettled uuid;
  horizon_now text;
BEGIN
  IF TG_TABLE_NAME = 'initiatives' THEN
    SELECT o.id INTO unsettled FROM outcomes o
    WHERE o.workspace_id = NEW.workspace_id AND o.initiative_id = NEW.id AND o.deleted_at IS NULL
      AND NOT outcome_is_settled(o)
    LIMIT 1;
  ELSE
    -- The lock makes this wait for a move that is under way, and a move wait for this. Asking for done cards only would
    -- neither lock nor see the card that is just becoming one.
    SELECT i.horizon INTO horizon_now FROM initiatives i
    WHERE i.workspace_id = NEW.workspace_id AND i.id = NEW.initiative_id FOR SHARE;
    IF horizon_now = 'done' AND NOT outcome_is_settled(NEW) THEN
      unsettled := NEW.id;
    END IF;
  END IF;
  IF unsettled IS NOT NULL THEN
    RAISE EXCEPTION 'outcome % of a done initiative has neither a verdict nor a review in the future', unsettled
      USING ERRCODE = 'check_violation', CONSTRAINT = 'initiatives_done_settled', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER done_settled AFTER UPDATE OF horizon ON initiatives
  FOR EACH ROW WHEN (NEW.horizon = 'done' AND OLD.horizon <> 'done') EXECUTE FUNCTION refuse_unsettled_done();
CREATE TRIGGER done_settled AFTER INSERT OR UPDATE ON outcomes
  FOR EACH ROW WHEN (NEW.deleted_at IS NULL) EXECUTE FUNCTION refuse_unsettled_done();
