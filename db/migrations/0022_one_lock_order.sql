-- Everybody locks in the order that lib/core/operation.ts tells (`within`): at the end of it feedback, customers, an idea's
-- totals, demand, a company's totals, each kind by its key. Before, a link locked a company after its feedback's demand,
-- while an import that had changed the company went on to the feedback: each waited until one was given up.

-- A change of much feedback in one statement is one change of its evidence, so that its demand is locked in the order of
-- the key. An array, since PostgreSQL does not know how few rows changed and would read the whole table.
CREATE OR REPLACE FUNCTION refresh_evidence() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE changed record;
BEGIN
  FOR changed IN
    SELECT c.workspace_id, array_agg(c.id) AS ids FROM (
      SELECT a.workspace_id, a.id, a.company_id, a.occurred_at, a.deleted_at IS NULL FROM added a
      EXCEPT SELECT r.workspace_id, r.id, r.company_id, r.occurred_at, r.deleted_at IS NULL FROM removed r
    ) c GROUP BY 1
  LOOP
    UPDATE evidence SET counted = true WHERE workspace_id = changed.workspace_id AND feedback_id = ANY (changed.ids);
  END LOOP;
  RETURN NULL;
END $$;
DROP TRIGGER refresh_evidence ON feedback;
-- Its name comes before company_totals_changed: triggers run by name, and demand is locked before companies' totals.
CREATE TRIGGER a_refresh_evidence AFTER UPDATE ON feedback
  REFERENCING NEW TABLE AS added OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION refresh_evidence();

-- Definer: the runtime role may read demand, never write it. Rows are locked in key order, so that two links at once wait
-- for each other instead of for ever.
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
        SELECT DISTINCT a.workspace_id, a.idea_id, a.company_id FROM added a WHERE a.counted AND a.company_id IS NOT NULL
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
        FROM removed r WHERE r.counted AND r.company_id IS NOT NULL GROUP BY 1, 2, 3
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

-- Companies that change in one statement, added up per idea: their ideas' totals are locked in the order of the key. No
-- row of demand of a company comes or goes while the company's own row is locked for the change.
CREATE OR REPLACE FUNCTION carry_company_to_totals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  changed record;
  asked uuid[];
BEGIN
  FOR changed IN
    SELECT m.workspace_id, array_agg(m.id) AS ids, array_agg(m.companies) AS companies, array_agg(m.arr_cents) AS arr_cents
    FROM (
      SELECT b.workspace_id, b.id, sum(b.sign) AS companies, sum(b.sign * coalesce(b.arr, 0) * 100) AS arr_cents
      FROM (
        SELECT a.workspace_id, a.id, a.arr, 1 AS sign FROM added a WHERE a.deleted_at IS NULL
        UNION ALL
        SELECT r.workspace_id, r.id, r.arr, -1 FROM removed r WHERE r.deleted_at IS NULL
      ) b GROUP BY 1, 2
    ) m
    WHERE m.companies <> 0 OR m.arr_cents <> 0 GROUP BY 1
  LOOP
    asked := ARRAY(
      SELECT DISTINCT d.idea_id FROM idea_demand d
      WHERE d.workspace_id = changed.workspace_id AND d.company_id = ANY (changed.ids));
    PERFORM FROM idea_totals t WHERE t.workspace_id = changed.workspace_id AND t.idea_id = ANY (asked)
    ORDER BY t.idea_id FOR NO KEY UPDATE;
    UPDATE idea_totals t SET companies = t.companies + m.companies, arr_cents = t.arr_cents + m.arr_cents
    FROM (
      SELECT d.idea_id, sum(c.companies) AS companies, sum(c.arr_cents) AS arr_cents
      FROM unnest(changed.ids, changed.companies, changed.arr_cents) AS c(id, companies, arr_cents)
      JOIN idea_demand d ON d.workspace_id = changed.workspace_id AND d.company_id = c.id
      GROUP BY 1
    ) m
    WHERE t.workspace_id = changed.workspace_id AND t.idea_id = m.idea_id;
  END LOOP;
  RETURN NULL;
END $$;
DROP TRIGGER idea_totals ON companies;
CREATE TRIGGER idea_totals AFTER UPDATE ON companies
  REFERENCING NEW TABLE AS added OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION carry_company_to_totals();

-- For whoever writes feedback in several statements: each locks its companies' totals in order, all of them together do not.
CREATE FUNCTION lock_company_totals(companies uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM company_totals t
  WHERE t.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid AND t.company_id = ANY (companies)
  ORDER BY t.company_id FOR NO KEY UPDATE;
END $$;
REVOKE ALL ON FUNCTION lock_company_totals(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lock_company_totals(uuid[]) TO throughline_app;
