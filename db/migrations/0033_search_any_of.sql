-- Whether any of these records of the bound workspace is among what is looked for: words, what operators ask for, or both.
CREATE FUNCTION search_any_of(wanted jsonb, asked tsquery, types text[], ids uuid[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  bound constant uuid := nullif(current_setting('app.workspace_id', true), '')::uuid;
  words constant tsquery := search_query(wanted);
BEGIN
  RETURN bound IS NOT NULL AND (words IS NOT NULL OR asked IS NOT NULL) AND EXISTS (
    SELECT FROM search_documents d
    WHERE d.workspace_id = bound AND d.type = ANY (types) AND d.id = ANY (ids)
      AND (words IS NULL OR d.tsv @@ words) AND (asked IS NULL OR d.facets @@ asked));
END $$;
REVOKE ALL ON FUNCTION search_any_of(jsonb, tsquery, text[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_any_of(jsonb, tsquery, text[], uuid[]) TO throughline_app;
