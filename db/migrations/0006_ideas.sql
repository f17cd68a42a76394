-- Every workspace has its stages from the start, whoever makes it. The setting lets the rows through row security and is
-- put back: the maker of a workspace is bound to none.
CREATE FUNCTION make_idea_stages() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE bound constant text := current_setting('app.workspace_id', true);
BEGIN
  PERFORM set_config('app.workspace_id', NEW.id::text, true);
  INSERT INTO idea_stages (workspace_id, id, name, category, position)
  SELECT NEW.id, gen_random_uuid(), initcap(category), category, position
  FROM unnest(ARRAY['new', 'exploring', 'ready', 'building', 'shipped']) WITH ORDINALITY AS stage (category, position);
  PERFORM set_config('app.workspace_id', coalesce(bound, ''), true);
  RETURN NULL;
END $$;
CREATE TRIGGER idea_stages AFTER INSERT ON workspaces FOR EACH ROW EXECUTE FUNCTION make_idea_stages();

-- Totals: what ideas are sorted by. Read by everybody, written by these triggers only.
SELECT protect_tenant_table('idea_totals', 'SELECT');

CREATE FUNCTION make_idea_totals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO idea_totals (workspace_id, idea_id) SELECT a.workspace_id, a.id FROM added a;
  RETURN NULL;
END $$;
CREATE TRIGGER totals_made AFTER INSERT ON ideas
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION make_idea_totals();

-- A row of demand is there as long as a company has evidence, so only rows that come or go change the totals. FOR SHARE
-- waits for whoever changes a company's ARR right now; rows are taken in order, so that two links wait for each other.
CREATE FUNCTION keep_idea_totals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE sign constant integer := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
  -- Most links are of a company that has asked before: then nothing came or went.
  IF NOT EXISTS (SELECT FROM moved m WHERE m.company_id IS NOT NULL) THEN
    RETURN NULL;
  END IF;
  PERFORM FROM companies c
  WHERE (c.workspace_id, c.id) IN (SELECT m.workspace_id, m.company_id FROM moved m)
  ORDER BY c.workspace_id, c.id FOR SHARE;
  PERFORM FROM idea_totals t
  WHERE (t.workspace_id, t.idea_id) IN (SELECT m.workspace_id, m.idea_id FROM moved m WHERE m.company_id IS NOT NULL)
  ORDER BY t.workspace_id, t.idea_id FOR NO KEY UPDATE;
  UPDATE idea_totals t
  SET companies = t.companies + sign * m.companies, arr_cents = t.arr_cents + sign * m.arr_cents
  FROM (
    SELECT m.workspace_id, m.idea_id, count(*) AS companies, sum(coalesce(c.arr, 0) * 100) AS arr_cents
    FROM moved m JOIN companies c ON c.workspace_id = m.workspace_id AND c.id = m.company_id AND c.deleted_at IS NULL
    GROUP BY 1, 2
  ) m
  WHERE t.workspace_id = m.workspace_id AND t.idea_id = m.idea_id;
  RETURN NULL;
END $$;
CREATE TRIGGER totals_added AFTER INSERT ON idea_demand
  REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION keep_idea_totals();
CREATE TRIGGER totals_removed AFTER DELETE ON idea_demand
  REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION keep_idea_totals();

CREATE FUNCTION carry_company_to_totals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  was constant integer := (OLD.deleted_at IS NULL)::integer;
  is_now constant integer := (NEW.deleted_at IS NULL)::integer;
BEGIN
  PERFORM FROM idea_totals t
  WHERE t.workspace_id = NEW.workspace_id AND t.idea_id IN (
    SELECT d.idea_id FROM idea_demand d WHERE d.workspace_id = NEW.workspace_id AND d.company_id = NEW.id)
  ORDER BY t.idea_id FOR NO KEY UPDATE;
  UPDATE idea_totals t
  SET companies = t.companies + is_now - was,
      arr_cents = t.arr_cents + (coalesce(NEW.arr, 0) * is_now - coalesce(OLD.arr, 0) * was) * 100
  FROM idea_demand d
  WHERE d.workspace_id = NEW.workspace_id AND d.company_id = NEW.id
    AND t.workspace_id = d.workspace_id AND t.idea_id = d.idea_id;
  RETURN NULL;
END $$;
CREATE TRIGGER idea_totals AFTER UPDATE OF arr, deleted_at ON companies
  FOR EACH ROW WHEN (OLD.arr IS DISTINCT FROM NEW.arr OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))
  EXECUTE FUNCTION carry_company_to_totals();
