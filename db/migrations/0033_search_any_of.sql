-- Whether any of these records of the bound workspace is among what is looked for: words, what operators ask for, or both;
-- or has a name that looks like one that was typed (as `search_names_of_workspace` has it).
CREATE FUNCTION search_any_of(wanted jsonb, asked tsquery, typed text[], types text[], ids uuid[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  bound constant uuid := nullif(current_setting('app.workspace_id', true), '')::uuid;
  words constant tsquery := search_query(wanted);
BEGIN
  RETURN bound IS NOT NULL AND EXISTS (
    SELECT FROM search_documents d
    WHERE d.workspace_id = bound AND d.type = ANY (types) AND d.id = ANY (ids) AND (asked IS NULL OR d.facets @@ asked)
      AND (coalesce(words IS NULL AND asked IS NOT NULL OR d.tsv @@ words, false)
        OR d.type <> 'feedback' AND EXISTS (SELECT FROM unnest(typed) AS way WHERE word_similarity(way, d.title) >= 0.45)));
END $$;
REVOKE ALL ON FUNCTION search_any_of(jsonb, tsquery, text[], text[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_any_of(jsonb, tsquery, text[], text[], uuid[]) TO throughline_app;
