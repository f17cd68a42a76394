-- What is shown of an idea's demand stands in its totals. It was added up from a row per company whenever somebody looked,
-- which for a page of ideas that thousands ask for took most of a second. What is at risk depends on the day: it is kept
-- with the company, judged anew whenever the company changes, and by the job `companies.judge` when the day has turned.
-- From here on changes are counted; what is there already is added up by the next migration.
-- Who is linking right now counts as before, and is waited for; who comes after counts as told here.
LOCK TABLE "evidence" IN SHARE ROW EXCLUSIVE MODE;
ALTER TABLE "companies" ADD COLUMN "at_risk" boolean DEFAULT false NOT NULL;
ALTER TABLE "idea_totals" ADD COLUMN "feedback" integer DEFAULT 0 NOT NULL;
ALTER TABLE "idea_totals" ADD COLUMN "at_risk_cents" bigint DEFAULT 0 NOT NULL;

-- Whether a customer's ARR is at risk on `today`: it renews within 90 days, today included, or its health is below 40. Of
-- whom nobody said what it is counts as a customer; what a churned company paid is lost, not at risk. The one definition.
CREATE FUNCTION company_is_at_risk(company companies, today date) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(company.lifecycle, 'customer') = 'customer' AND (
    coalesce(company.health < 40, false) OR coalesce(company.renews_on BETWEEN today AND today + 90, false))
$$;

-- Today in a workspace's time zone.
CREATE FUNCTION today_in(workspace uuid) RETURNS date LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT (now() AT TIME ZONE w.time_zone)::date FROM workspaces w WHERE w.id = workspace
$$;

CREATE FUNCTION judge_company() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.at_risk := company_is_at_risk(NEW, today_in(NEW.workspace_id));
  RETURN NEW;
END $$;
CREATE TRIGGER judge_company BEFORE INSERT OR UPDATE ON companies FOR EACH ROW EXECUTE FUNCTION judge_company();

-- As before, and with the totals' own count of feedback.
CREATE OR REPLACE FUNCTION keep_demand() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  nobody constant uuid := '00000000-0000-0000-0000-000000000000';
  workspace uuid;
  ideas uuid[] := '{}';
  companies uuid[] := '{}';
  more record;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    -- Nothing that counts has changed (a quote, an importance): leave the sums alone.
    IF NOT EXISTS (
      SELECT a.workspace_id, a.feedback_id, a.idea_id, a.company_id, a.occurred_at, a.counted FROM added a
      EXCEPT SELECT r.workspace_id, r.feedback_id, r.idea_id, r.company_id, r.occurred_at, r.counted FROM removed r
    ) THEN
      RETURN NULL;
    END IF;
  END IF;

  -- What an idea's demand is locked by, whoever changes it; before it the companies whose rows will come or go, as a look
  -- without a lock tells: for one that others move meanwhile, keep_idea_totals locks the company late.
  IF TG_OP <> 'DELETE' THEN
    FOR more IN
      SELECT m.*, (SELECT d.feedback_count FROM idea_demand d WHERE d.workspace_id = m.workspace_id
        AND d.idea_id = m.idea_id AND d.company_key = m.company_id LIMIT 1) AS known
      FROM (
        SELECT DISTINCT a.workspace_id, a.idea_id, a.company_id FROM added a WHERE a.counted
      ) m
    LOOP
      workspace := more.workspace_id;
      ideas := ideas || more.idea_id;
      companies := companies || CASE WHEN more.known IS NULL THEN more.company_id END;
    END LOOP;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    FOR more IN
      SELECT m.*, (SELECT d.feedback_count FROM idea_demand d WHERE d.workspace_id = m.workspace_id
        AND d.idea_id = m.idea_id AND d.company_key = m.company_id LIMIT 1) AS known
      FROM (
        SELECT r.workspace_id, r.idea_id, r.company_id, count(*) AS feedback
        FROM removed r WHERE r.counted GROUP BY 1, 2, 3
      ) m
    LOOP
      workspace := more.workspace_id;
      ideas := ideas || more.idea_id;
      companies := companies || CASE WHEN more.known <= more.feedback THEN more.company_id END;
    END LOOP;
  END IF;
  IF workspace IS NOT NULL THEN
    PERFORM FROM companies c WHERE c.workspace_id = workspace AND c.id = ANY (companies) ORDER BY c.id FOR SHARE;
    PERFORM FROM idea_totals t WHERE t.workspace_id = workspace AND t.idea_id = ANY (ideas)
    ORDER BY t.idea_id FOR NO KEY UPDATE;
  END IF;

  IF TG_OP = 'UPDATE' THEN
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
    UPDATE idea_totals t SET feedback = t.feedback + came.feedback
    FROM (SELECT a.workspace_id, a.idea_id, count(*) AS feedback FROM added a WHERE a.counted GROUP BY 1, 2) came
    WHERE t.workspace_id = came.workspace_id AND t.idea_id = came.idea_id;
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
  UPDATE idea_totals t SET feedback = t.feedback - gone.feedback
  FROM (SELECT r.workspace_id, r.idea_id, count(*) AS feedback FROM removed r WHERE r.counted GROUP BY 1, 2) gone
  WHERE t.workspace_id = gone.workspace_id AND t.idea_id = gone.idea_id;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION keep_idea_totals() RETURNS trigger
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
  SET companies = t.companies + sign * m.companies, arr_cents = t.arr_cents + sign * m.arr_cents,
      at_risk_cents = t.at_risk_cents + sign * m.at_risk_cents
  FROM (
    SELECT m.workspace_id, m.idea_id, count(*) AS companies, sum(coalesce(c.arr, 0) * 100) AS arr_cents,
           sum(CASE WHEN c.at_risk THEN coalesce(c.arr, 0) * 100 ELSE 0 END) AS at_risk_cents
    FROM moved m JOIN companies c ON c.workspace_id = m.workspace_id AND c.id = m.company_id AND c.deleted_at IS NULL
    GROUP BY 1, 2
  ) m
  WHERE t.workspace_id = m.workspace_id AND t.idea_id = m.idea_id;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION carry_company_to_totals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  changed record;
  asked uuid[];
BEGIN
  FOR changed IN
    SELECT m.workspace_id, array_agg(m.id) AS ids, array_agg(m.companies) AS companies, array_agg(m.arr_cents) AS arr_cents,
           array_agg(m.at_risk_cents) AS at_risk_cents
    FROM (
      SELECT b.workspace_id, b.id, sum(b.sign) AS companies, sum(b.sign * coalesce(b.arr, 0) * 100) AS arr_cents,
             sum(CASE WHEN b.at_risk THEN b.sign * coalesce(b.arr, 0) * 100 ELSE 0 END) AS at_risk_cents
      FROM (
        SELECT a.workspace_id, a.id, a.arr, a.at_risk, 1 AS sign FROM added a WHERE a.deleted_at IS NULL
        UNION ALL
        SELECT r.workspace_id, r.id, r.arr, r.at_risk, -1 FROM removed r WHERE r.deleted_at IS NULL
      ) b GROUP BY 1, 2
    ) m
    WHERE m.companies <> 0 OR m.arr_cents <> 0 OR m.at_risk_cents <> 0 GROUP BY 1
  LOOP
    asked := ARRAY(
      SELECT DISTINCT d.idea_id FROM idea_demand d
      WHERE d.workspace_id = changed.workspace_id AND d.company_id = ANY (changed.ids));
    PERFORM FROM idea_totals t WHERE t.workspace_id = changed.workspace_id AND t.idea_id = ANY (asked)
    ORDER BY t.idea_id FOR NO KEY UPDATE;
    UPDATE idea_totals t SET companies = t.companies + m.companies, arr_cents = t.arr_cents + m.arr_cents,
      at_risk_cents = t.at_risk_cents + m.at_risk_cents
    FROM (
      SELECT d.idea_id, sum(c.companies) AS companies, sum(c.arr_cents) AS arr_cents,
             sum(c.at_risk_cents) AS at_risk_cents
      FROM unnest(changed.ids, changed.companies, changed.arr_cents, changed.at_risk_cents)
        AS c(id, companies, arr_cents, at_risk_cents)
      JOIN idea_demand d ON d.workspace_id = changed.workspace_id AND d.company_id = c.id
      GROUP BY 1
    ) m
    WHERE t.workspace_id = changed.workspace_id AND t.idea_id = m.idea_id;
  END LOOP;
  RETURN NULL;
END $$;
