-- The runtime role's rights, one table at a time, and row security from one list. db/migrate.ts makes the role itself.

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO throughline_app;

-- Every later tenant table is put under row security by this function too, in the migration that makes it.
-- No setting, or an empty one (what a pooled connection is left with), is null: no rows, and no insert.
CREATE FUNCTION protect_tenant_table(tenant_table regclass, rights text DEFAULT 'SELECT, INSERT, UPDATE, DELETE')
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenant_table);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenant_table);
  EXECUTE format(
    'CREATE POLICY own_workspace ON %s FOR ALL TO PUBLIC
       USING (workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid)
       WITH CHECK (workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid)', tenant_table);
  EXECUTE format('GRANT %s ON %s TO throughline_app', rights, tenant_table);
END $$;
REVOKE ALL ON FUNCTION protect_tenant_table(regclass, text) FROM PUBLIC;

SELECT protect_tenant_table(tenant_table::regclass) FROM unnest(ARRAY[
  'counters', 'idempotency_keys',
  'companies', 'company_domains', 'company_external_ids', 'contacts', 'contact_external_ids',
  'decisions', 'feedback', 'evidence', 'idea_stages', 'ideas',
  'metrics', 'metric_points', 'objectives', 'key_results', 'check_ins',
  'initiatives', 'outcomes', 'initiative_ideas', 'initiative_objectives', 'initiative_key_results',
  'imports', 'import_chunks', 'import_rejections'
]) AS tenant_table;
-- History is only ever added to; demand is written by its triggers.
SELECT protect_tenant_table('events', 'SELECT, INSERT');
SELECT protect_tenant_table('event_values', 'SELECT, INSERT');
SELECT protect_tenant_table('idea_demand', 'SELECT');

-- Global tables. search_documents is missing on purpose.
GRANT SELECT, INSERT, UPDATE ON users, workspaces, api_keys TO throughline_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions, memberships TO throughline_app;
GRANT SELECT, UPDATE ON instance_state TO throughline_app;
GRANT SELECT, INSERT ON instance_events TO throughline_app;
GRANT SELECT ON schema_migrations TO throughline_app;

INSERT INTO instance_state (singleton) VALUES (true);

-- The pieces of an upload are read once and deleted: compressing them costs more than it saves.
ALTER TABLE import_chunks ALTER COLUMN data SET STORAGE EXTERNAL;
