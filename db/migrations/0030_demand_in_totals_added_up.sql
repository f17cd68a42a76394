-- migrate: outside a transaction
-- Adds up what was there before 0030_demand_in_totals, some rows at a time, so that nobody waits; again from the beginning if
-- it is broken off. Whoever changes an idea's demand locks its totals first, so what is read after that lock is all of it.
-- Judging a company carries its ARR to the totals.
DO $$
DECLARE
  nothing constant uuid := '00000000-0000-0000-0000-000000000000';
  workspaces uuid[] := ARRAY(SELECT w.id FROM workspaces w);
  workspace uuid;
  done uuid;
  batch uuid[];
BEGIN
  FOREACH workspace IN ARRAY workspaces LOOP
    done := nothing;
    LOOP
      -- The owner is under row security too.
      PERFORM set_config('app.workspace_id', workspace::text, true);
      batch := ARRAY(
        SELECT c.id FROM companies c WHERE c.workspace_id = workspace AND c.id > done ORDER BY c.id LIMIT 100 FOR NO KEY UPDATE);
      EXIT WHEN batch = '{}';
      done := batch[cardinality(batch)];
      UPDATE companies c SET at_risk = true
      WHERE c.workspace_id = workspace AND c.id = ANY (batch) AND NOT c.at_risk
        AND company_is_at_risk(c, today_in(workspace));
      COMMIT;
    END LOOP;
    done := nothing;
    LOOP
      PERFORM set_config('app.workspace_id', workspace::text, true);
      batch := ARRAY(
        SELECT t.idea_id FROM idea_totals t WHERE t.workspace_id = workspace AND t.idea_id > done
        ORDER BY t.idea_id LIMIT 500 FOR NO KEY UPDATE);
      EXIT WHEN batch = '{}';
      done := batch[cardinality(batch)];
      -- Also where nothing is left: what was taken back meanwhile has been counted down from nothing.
      UPDATE idea_totals t SET feedback = coalesce((
        SELECT sum(d.feedback_count) FROM idea_demand d WHERE d.workspace_id = workspace AND d.idea_id = t.idea_id), 0)
      WHERE t.workspace_id = workspace AND t.idea_id = ANY (batch);
      COMMIT;
    END LOOP;
    COMMIT;
  END LOOP;
END $$;
