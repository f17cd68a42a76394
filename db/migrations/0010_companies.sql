-- What companies are sorted and filtered by. Companies are some hundred thousand rows at most, so making these indexes and
-- writing the table anew for the column takes about a second; nothing waits longer.
-- squawk-ignore-file require-concurrent-index-creation, adding-field-with-default
ALTER TABLE "companies" ADD COLUMN "arr_cents" bigint GENERATED ALWAYS AS ((coalesce(arr, 0) * 100)::bigint) STORED;
CREATE INDEX "companies_by_arr" ON "companies" USING btree ("workspace_id","arr_cents","id") WHERE "companies"."deleted_at" is null;
CREATE INDEX "companies_by_renewal" ON "companies" USING btree ("workspace_id",(case when "renews_on" is null then date '9999-12-31' else "renews_on" end),"id") WHERE "companies"."deleted_at" is null;
CREATE INDEX "companies_by_last_renewal" ON "companies" USING btree ("workspace_id",(case when "renews_on" is null then date '0001-01-01' else "renews_on" end),"id") WHERE "companies"."deleted_at" is null;
CREATE INDEX "companies_by_health" ON "companies" USING btree ("workspace_id",(case when "health" is null then 101 else "health" end),"id") WHERE "companies"."deleted_at" is null;
CREATE INDEX "companies_by_best_health" ON "companies" USING btree ("workspace_id",(case when "health" is null then -1 else "health" end),"id") WHERE "companies"."deleted_at" is null;
CREATE INDEX "companies_by_tier" ON "companies" USING btree ("workspace_id","tier") WHERE "companies"."tier" is not null;
CREATE INDEX "companies_by_lifecycle" ON "companies" USING btree ("workspace_id","lifecycle") WHERE "companies"."lifecycle" is not null;
CREATE INDEX "companies_by_owner" ON "companies" USING btree ("workspace_id","owner_id") WHERE "companies"."owner_id" is not null;
CREATE INDEX "companies_renewing" ON "companies" USING btree ("workspace_id","renews_on") WHERE "companies"."renews_on" is not null;

CREATE TABLE "company_totals" (
	"workspace_id" uuid NOT NULL,
	"company_id" uuid NOT NULL,
	"feedback" integer DEFAULT 0 NOT NULL,
	"open_ideas" integer DEFAULT 0 NOT NULL,
	"last_at" timestamp (3) with time zone,
	CONSTRAINT "company_totals_pk" PRIMARY KEY("workspace_id","company_id"),
	CONSTRAINT "company_totals_count" CHECK ("company_totals"."feedback" >= 0 and "company_totals"."open_ideas" >= 0)
);
ALTER TABLE "company_totals" ADD CONSTRAINT "company_totals_company" FOREIGN KEY ("workspace_id","company_id") REFERENCES "public"."companies"("workspace_id","id") ON DELETE cascade ON UPDATE no action;
CREATE INDEX "company_totals_by_feedback" ON "company_totals" USING btree ("workspace_id","feedback","company_id");
CREATE INDEX "company_totals_by_open_ideas" ON "company_totals" USING btree ("workspace_id","open_ideas","company_id");
CREATE INDEX "company_totals_by_last" ON "company_totals" USING btree ("workspace_id",(case when "last_at" is null then timestamptz '0001-01-01 00:00:00+00' else "last_at" end),"company_id");
SELECT protect_tenant_table('company_totals', 'SELECT');

CREATE FUNCTION make_company_totals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO company_totals (workspace_id, company_id) SELECT a.workspace_id, a.id FROM added a;
  RETURN NULL;
END $$;
CREATE TRIGGER totals_made AFTER INSERT ON companies
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION make_company_totals();

-- Feedback that comes or goes in one statement, added up per company. Rows of totals are locked in the order of the key, so
-- that two statements wait for each other instead of for ever; what is read after the lock is newer than the lock.
CREATE FUNCTION count_feedback_of_companies() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM moved m WHERE m.company_id IS NOT NULL AND m.deleted_at IS NULL) THEN
    RETURN NULL;
  END IF;
  PERFORM FROM company_totals t
  WHERE (t.workspace_id, t.company_id) IN (SELECT m.workspace_id, m.company_id FROM moved m WHERE m.deleted_at IS NULL)
  ORDER BY t.workspace_id, t.company_id FOR NO KEY UPDATE;
  IF TG_OP = 'INSERT' THEN
    UPDATE company_totals t SET feedback = t.feedback + m.feedback, last_at = greatest(t.last_at, m.last_at)
    FROM (
      SELECT m.workspace_id, m.company_id, count(*) AS feedback, max(m.occurred_at) AS last_at
      FROM moved m WHERE m.company_id IS NOT NULL AND m.deleted_at IS NULL GROUP BY 1, 2
    ) m
    WHERE t.workspace_id = m.workspace_id AND t.company_id = m.company_id;
  ELSE
    UPDATE company_totals t SET feedback = t.feedback - m.feedback, last_at = newest_of_company(t.workspace_id, t.company_id)
    FROM (
      SELECT m.workspace_id, m.company_id, count(*) AS feedback
      FROM moved m WHERE m.company_id IS NOT NULL AND m.deleted_at IS NULL GROUP BY 1, 2
    ) m
    WHERE t.workspace_id = m.workspace_id AND t.company_id = m.company_id;
  END IF;
  RETURN NULL;
END $$;

-- The end of feedback_by_company.
CREATE FUNCTION newest_of_company(workspace uuid, company uuid) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT f.occurred_at FROM feedback f
  WHERE f.workspace_id = workspace AND f.company_id = company AND f.deleted_at IS NULL
  ORDER BY f.occurred_at DESC LIMIT 1
$$;
REVOKE ALL ON FUNCTION newest_of_company(uuid, uuid) FROM PUBLIC;

CREATE TRIGGER company_totals_added AFTER INSERT ON feedback
  REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION count_feedback_of_companies();
CREATE TRIGGER company_totals_removed AFTER DELETE ON feedback
  REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION count_feedback_of_companies();

CREATE FUNCTION carry_feedback_to_companies() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  left_behind constant uuid := CASE WHEN OLD.deleted_at IS NULL THEN OLD.company_id END;
  joined constant uuid := CASE WHEN NEW.deleted_at IS NULL THEN NEW.company_id END;
BEGIN
  PERFORM FROM company_totals t
  WHERE t.workspace_id = NEW.workspace_id AND t.company_id IN (left_behind, joined)
  ORDER BY t.company_id FOR NO KEY UPDATE;
  UPDATE company_totals t
  SET feedback = t.feedback + (CASE WHEN t.company_id = joined THEN 1 ELSE 0 END)
        - (CASE WHEN t.company_id = left_behind THEN 1 ELSE 0 END),
      last_at = CASE
        -- Only when the newest may have gone is the next newest looked up.
        WHEN t.company_id = left_behind AND OLD.occurred_at >= t.last_at THEN newest_of_company(t.workspace_id, t.company_id)
        WHEN t.company_id = joined THEN greatest(t.last_at, NEW.occurred_at)
        ELSE t.last_at END
  WHERE t.workspace_id = NEW.workspace_id AND t.company_id IN (left_behind, joined);
  RETURN NULL;
END $$;
-- Its name comes after refresh_evidence: triggers run by name, and demand is locked before totals everywhere.
CREATE TRIGGER totals_of_company AFTER UPDATE OF company_id, occurred_at, deleted_at ON feedback
  FOR EACH ROW WHEN (OLD.company_id IS DISTINCT FROM NEW.company_id OR OLD.occurred_at <> NEW.occurred_at
    OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))
  EXECUTE FUNCTION carry_feedback_to_companies();

-- Whether a company that asked for this idea still waits for it.
CREATE FUNCTION idea_is_awaited(idea ideas) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT idea.deleted_at IS NULL AND idea.state = 'open' AND s.category <> 'shipped'
  FROM idea_stages s WHERE s.workspace_id = idea.workspace_id AND s.id = idea.stage_id
$$;
REVOKE ALL ON FUNCTION idea_is_awaited(ideas) FROM PUBLIC;

-- A row of demand is there as long as a company has evidence for an idea. FOR SHARE waits for whoever moves the idea to
-- another stage right now, and makes them wait, so that each row is counted by one of the two.
CREATE FUNCTION keep_open_ideas() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE sign constant integer := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
  IF NOT EXISTS (SELECT FROM moved m WHERE m.company_id IS NOT NULL) THEN
    RETURN NULL;
  END IF;
  PERFORM FROM ideas i
  WHERE (i.workspace_id, i.id) IN (SELECT m.workspace_id, m.idea_id FROM moved m WHERE m.company_id IS NOT NULL)
  ORDER BY i.workspace_id, i.id FOR SHARE;
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
CREATE TRIGGER company_totals_added AFTER INSERT ON idea_demand
  REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION keep_open_ideas();
CREATE TRIGGER company_totals_removed AFTER DELETE ON idea_demand
  REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION keep_open_ideas();

CREATE FUNCTION carry_idea_to_companies() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE change constant integer := idea_is_awaited(NEW)::integer - idea_is_awaited(OLD)::integer;
BEGIN
  IF change = 0 THEN
    RETURN NULL;
  END IF;
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
CREATE TRIGGER company_totals AFTER UPDATE OF stage_id, state, deleted_at ON ideas
  FOR EACH ROW WHEN (OLD.stage_id <> NEW.stage_id OR OLD.state <> NEW.state
    OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))
  EXECUTE FUNCTION carry_idea_to_companies();

-- What is there already, workspace by workspace: the owner is under row security too.
DO $$
DECLARE workspace uuid;
BEGIN
  FOR workspace IN SELECT w.id FROM workspaces w LOOP
    PERFORM set_config('app.workspace_id', workspace::text, true);
    INSERT INTO company_totals (workspace_id, company_id, feedback, open_ideas, last_at)
    SELECT c.workspace_id, c.id, coalesce(f.feedback, 0), coalesce(d.ideas, 0), f.last_at
    FROM companies c
    LEFT JOIN (
      SELECT f.company_id, count(*) AS feedback, max(f.occurred_at) AS last_at FROM feedback f
      WHERE f.workspace_id = workspace AND f.deleted_at IS NULL GROUP BY 1
    ) f ON f.company_id = c.id
    LEFT JOIN (
      SELECT d.company_id, count(*) AS ideas
      FROM idea_demand d JOIN ideas i ON i.workspace_id = d.workspace_id AND i.id = d.idea_id AND idea_is_awaited(i)
      WHERE d.workspace_id = workspace GROUP BY 1
    ) d ON d.company_id = c.id
    WHERE c.workspace_id = workspace;
  END LOOP;
  PERFORM set_config('app.workspace_id', '', true);
END $$;
