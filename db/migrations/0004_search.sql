-- Search text: written by definer triggers, read by one definer function, and by nobody else.

-- Titles outweigh bodies. English stems words and drops English stop words; text in another language is stemmed the same
-- way on both sides, so it still matches itself.
CREATE FUNCTION search_words(title text, body text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT pg_catalog.setweight(pg_catalog.to_tsvector('pg_catalog.english', title), 'A')
    OPERATOR(pg_catalog.||) pg_catalog.to_tsvector('pg_catalog.english', body)
$$;
REVOKE ALL ON FUNCTION search_words(text, text) FROM PUBLIC;

-- One function for every kind of record, one statement for however many rows. Arguments: the kind, then SQL over a row `r`
-- for title, body and time; only a table's owner can make triggers, so these texts are as trusted as this file.
CREATE FUNCTION keep_search_documents() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET client_min_messages = error AS $$
#variable_conflict use_variable
DECLARE
  kind constant text := TG_ARGV[0];
  documents text := format(
    'SELECT r.workspace_id, r.id, left(%s, 1000) AS title, left(%s, 20000) AS body, %s AS at FROM added r WHERE r.deleted_at IS NULL',
    TG_ARGV[1], TG_ARGV[2], TG_ARGV[3]);
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM search_documents d USING removed r
    WHERE d.workspace_id = r.workspace_id AND d.type = kind AND d.id = r.id;
    RETURN NULL;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM search_documents d USING added r
    WHERE d.workspace_id = r.workspace_id AND d.type = kind AND d.id = r.id AND r.deleted_at IS NOT NULL;
    documents := documents || ' EXCEPT ' || replace(documents, 'FROM added r', 'FROM removed r');
  END IF;
  EXECUTE format(
    'INSERT INTO search_documents (workspace_id, type, id, title, body, at, tsv)
     SELECT t.workspace_id, %L, t.id, t.title, t.body, t.at, search_words(t.title, t.body) FROM (%s) t
     ON CONFLICT (workspace_id, type, id) DO UPDATE
       SET title = excluded.title, body = excluded.body, at = excluded.at, tsv = excluded.tsv', kind, documents);
  RETURN NULL;
END $$;

-- What is found by what; a company also by its domains, which are rows of their own.
DO $$
DECLARE t record;
BEGIN
  FOR t IN SELECT * FROM (VALUES
    ('feedback', 'feedback', 'r.title', 'r.body', 'r.occurred_at'),
    ('ideas', 'idea', 'r.title', 'concat_ws(E''\n'', r.problem, r.value, r.hypothesis)', 'r.created_at'),
    ('objectives', 'objective', 'r.title', 'r.description', 'r.created_at'),
    ('initiatives', 'initiative', 'r.title', 'concat_ws(E''\n'', r.problem, r.target_outcome)', 'r.created_at'),
    ('companies', 'company', 'r.name', 'company_search_text(r.workspace_id, r.id)', 'r.created_at'),
    ('contacts', 'contact', 'coalesce(r.name, r.email, '''')',
      'concat_ws('' '', r.email, translate(r.email, ''@.'', ''  ''), r.role, r.persona)', 'r.created_at')
  ) AS v(table_name, kind, title, body, at)
  LOOP
    EXECUTE format('CREATE TRIGGER search_added AFTER INSERT ON %I REFERENCING NEW TABLE AS added
      FOR EACH STATEMENT EXECUTE FUNCTION keep_search_documents(%L, %L, %L, %L)', t.table_name, t.kind, t.title, t.body, t.at);
    EXECUTE format('CREATE TRIGGER search_changed AFTER UPDATE ON %I REFERENCING NEW TABLE AS added OLD TABLE AS removed
      FOR EACH STATEMENT EXECUTE FUNCTION keep_search_documents(%L, %L, %L, %L)', t.table_name, t.kind, t.title, t.body, t.at);
    EXECUTE format('CREATE TRIGGER search_removed AFTER DELETE ON %I REFERENCING OLD TABLE AS removed
      FOR EACH STATEMENT EXECUTE FUNCTION keep_search_documents(%L)', t.table_name, t.kind);
  END LOOP;
END $$;

CREATE FUNCTION company_search_text(workspace uuid, company uuid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(string_agg(d.domain || ' ' || translate(d.domain, '.', ' '), ' ' ORDER BY d.domain), '')
  FROM company_domains d WHERE d.workspace_id = workspace AND d.company_id = company
$$;
REVOKE ALL ON FUNCTION company_search_text(uuid, uuid) FROM PUBLIC;

CREATE FUNCTION keep_company_search_text() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET client_min_messages = error AS $$
BEGIN
  UPDATE search_documents d SET body = t.body, tsv = search_words(d.title, t.body)
  FROM (
    SELECT c.workspace_id, c.company_id, company_search_text(c.workspace_id, c.company_id) AS body
    FROM (SELECT DISTINCT workspace_id, company_id FROM changed) c
  ) t
  WHERE d.workspace_id = t.workspace_id AND d.type = 'company' AND d.id = t.company_id AND d.body <> t.body;
  RETURN NULL;
END $$;
CREATE TRIGGER search_added AFTER INSERT ON company_domains REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_company_search_text();
CREATE TRIGGER search_changed AFTER UPDATE ON company_domains REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_company_search_text();
CREATE TRIGGER search_left AFTER UPDATE ON company_domains REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_company_search_text();
CREATE TRIGGER search_removed AFTER DELETE ON company_domains REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_company_search_text();

-- What a person typed, as a query: websearch syntax, and the last word also as the beginning of a longer one, since
-- people are still typing it. Two letters begin too many words; a word that was stemmed begins none.
CREATE FUNCTION search_query(q text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp SET client_min_messages = error AS $$
DECLARE
  typed constant text := regexp_replace(left(q, 500), '\s+', ' ', 'g');
  last constant text := lower(substring(typed from '(?:^| )([[:alnum:]]{3,})$'));
  before constant text := left(typed, length(typed) - length(last));
  stem text;
BEGIN
  IF last IS NULL OR before ~* '(^| )or $' OR (length(typed) - length(replace(typed, '"', ''))) % 2 = 1 THEN
    RETURN websearch_to_tsquery('english', typed);
  END IF;
  stem := (tsvector_to_array(to_tsvector('english', last)))[1];
  IF stem IS NOT NULL AND NOT starts_with(stem, last) THEN
    RETURN websearch_to_tsquery('english', typed);
  END IF;
  RETURN websearch_to_tsquery('english', before) && to_tsquery('simple', last || ':*');
END $$;
REVOKE ALL ON FUNCTION search_query(text) FROM PUBLIC;

-- The bound workspace's hits, best first, ranked among the 2,000 newest matches of each kind: ranking every match of a
-- common word would take seconds. Found words stand between U+0002 and U+0003 in the excerpt.
--
-- Two ways to the newest matches. A common word is found by walking back from the newest document (0.8 µs each), a rare
-- one by the word index (2.3 µs per match): in a kind of 100,000 they cost the same at 8 %. The newest 1,000 of a kind tell
-- which, since the planner's statistics know neither the workspace nor words together.
CREATE FUNCTION search_documents_of_workspace(
  q text, types text[] DEFAULT NULL, how_many integer DEFAULT 20, skip integer DEFAULT 0
) RETURNS TABLE (type text, id uuid, rank real, title text, excerpt text, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
SET search_path = pg_catalog, public, pg_temp SET client_min_messages = error
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $$
DECLARE
  bound constant uuid := nullif(current_setting('app.workspace_id', true), '')::uuid;
  query constant tsquery := search_query(q);
  walked text[];
  asked text[];
BEGIN
  IF bound IS NULL OR numnode(query) = 0 THEN
    RETURN;
  END IF;
  SELECT array_agg(k.kind) FILTER (WHERE s.seen < 1000 OR s.hits >= 60), array_agg(k.kind) FILTER (WHERE s.seen = 1000 AND s.hits < 60)
  INTO walked, asked
  FROM unnest(coalesce(types, ARRAY['feedback', 'idea', 'objective', 'initiative', 'company', 'contact'])) AS k(kind),
  LATERAL (
    SELECT count(*) AS seen, count(*) FILTER (WHERE n.tsv @@ query) AS hits
    FROM (
      SELECT d.tsv FROM search_documents d WHERE d.workspace_id = bound AND d.type = k.kind ORDER BY d.at DESC LIMIT 1000
    ) n
  ) s;
  RETURN QUERY
  WITH best AS (
    SELECT m.type, m.id, m.at, ts_rank(m.tsv, query, 1) AS rank
    FROM (
      SELECT d.* FROM unnest(walked) AS k(kind), LATERAL (
        SELECT d.type, d.id, d.at, d.tsv FROM search_documents d
        -- @@ by its function's name, which no index answers.
        WHERE d.workspace_id = bound AND d.type = k.kind AND ts_match_vq(d.tsv, query)
        ORDER BY d.at DESC LIMIT 2000
      ) d
      UNION ALL
      SELECT d.* FROM unnest(asked) AS k(kind), LATERAL (
        SELECT d.type, d.id, d.at, d.tsv FROM search_documents d
        WHERE d.workspace_id = bound AND d.type = k.kind AND d.tsv @@ query
        ORDER BY d.at DESC LIMIT 2000
      ) d
    ) m
    ORDER BY rank DESC, m.at DESC, m.id DESC LIMIT how_many OFFSET skip
  )
  SELECT b.type, b.id, b.rank, d.title,
    ts_headline('english', translate(left(d.body, 4000), E'\x02\x03', ''), query,
      E'StartSel=\x02, StopSel=\x03, MaxWords=35, MinWords=15, ShortWord=0, MaxFragments=1'), b.at::timestamptz
  FROM best b JOIN search_documents d ON d.workspace_id = bound AND d.type = b.type AND d.id = b.id
  ORDER BY b.rank DESC, b.at DESC, b.id DESC;
END $$;
REVOKE ALL ON FUNCTION search_documents_of_workspace(text, text[], integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_documents_of_workspace(text, text[], integer, integer) TO throughline_app;
