-- Search text: written by definer triggers, read by one definer function, and by nobody else.

-- Titles outweigh bodies. English stems words and drops English stop words; text in another language is stemmed the same
-- way on both sides, so it still matches itself.
CREATE FUNCTION search_words(title text, body text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT pg_catalog.setweight(pg_catalog.to_tsvector('pg_catalog.english', title), 'A')
    OPERATOR(pg_catalog.||) pg_catalog.to_tsvector('pg_catalog.english', body)
$$;
REVOKE ALL ON FUNCTION search_words(text, text) FROM PUBLIC;

-- A company is found by its domains too, which are rows of their own.
CREATE FUNCTION company_search_text(workspace uuid, company uuid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(string_agg(d.domain || ' ' || translate(d.domain, '.', ' '), ' ' ORDER BY d.domain), '')
  FROM company_domains d WHERE d.workspace_id = workspace AND d.company_id = company
$$;
REVOKE ALL ON FUNCTION company_search_text(uuid, uuid) FROM PUBLIC;

-- Makes a table's rows findable as `kind`, by SQL over a row `r` for title, body and time; `columns` are the ones that
-- these read. New rows are one statement, however many; a changed row is looked at only when one of the columns changed.
CREATE FUNCTION make_searchable(searched regclass, kind text, title text, body text, at text, columns text[])
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $make$
DECLARE
  keeper constant text := format('keep_%s_search_text', kind);
  write constant text := format($sql$
    INSERT INTO search_documents (workspace_id, type, id, title, body, at, tsv)
    SELECT d.workspace_id, %L, d.id, d.title, d.body, d.at, search_words(d.title, d.body)
    FROM (
      SELECT r.workspace_id, r.id, left(%s, 1000) AS title, left(%s, 20000) AS body, %s AS at
      FROM %%s r WHERE r.deleted_at IS NULL
    ) d$sql$, kind, title, body, at);
  row_of constant text := (
    SELECT string_agg('%1$s.' || quote_ident(c), ', ') FROM unnest(columns || '{deleted_at}'::text[]) AS c);
BEGIN
  EXECUTE format($sql$
    CREATE FUNCTION public.%1$I() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET client_min_messages = error AS $keep$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        %2$s;
      ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM search_documents d USING removed r
        WHERE d.workspace_id = r.workspace_id AND d.type = %3$L AND d.id = r.id;
      ELSIF NEW.deleted_at IS NOT NULL THEN
        DELETE FROM search_documents d WHERE d.workspace_id = NEW.workspace_id AND d.type = %3$L AND d.id = NEW.id;
      ELSE
        %4$s
        ON CONFLICT (workspace_id, type, id) DO UPDATE
          SET title = excluded.title, body = excluded.body, at = excluded.at, tsv = excluded.tsv;
      END IF;
      RETURN NULL;
    END $keep$
  $sql$, keeper, format(write, 'added'), kind, format(write, '(SELECT NEW.*)'));
  EXECUTE format('CREATE TRIGGER search_added AFTER INSERT ON %s REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION %I()', searched, keeper);
  EXECUTE format('CREATE TRIGGER search_removed AFTER DELETE ON %s REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION %I()', searched, keeper);
  EXECUTE format('CREATE TRIGGER search_changed AFTER UPDATE OF %s ON %s
    FOR EACH ROW WHEN (ROW(%s) IS DISTINCT FROM ROW(%s)) EXECUTE FUNCTION %I()',
    format(replace(row_of, '%1$s.', ''), ''), searched, format(row_of, 'OLD'), format(row_of, 'NEW'), keeper);
END $make$;
REVOKE ALL ON FUNCTION make_searchable(regclass, text, text, text, text, text[]) FROM PUBLIC;

SELECT make_searchable('feedback', 'feedback', 'r.title', 'r.body', 'r.occurred_at', '{title, body, occurred_at}');
SELECT make_searchable('ideas', 'idea', 'r.title', 'concat_ws(E''\n'', r.problem, r.value, r.hypothesis)', 'r.created_at',
  '{title, problem, value, hypothesis}');
SELECT make_searchable('objectives', 'objective', 'r.title', 'r.description', 'r.created_at', '{title, description}');
SELECT make_searchable('initiatives', 'initiative', 'r.title', 'concat_ws(E''\n'', r.problem, r.target_outcome)',
  'r.created_at', '{title, problem, target_outcome}');
SELECT make_searchable('companies', 'company', 'r.name', 'company_search_text(r.workspace_id, r.id)', 'r.created_at',
  '{name}');
SELECT make_searchable('contacts', 'contact', 'coalesce(r.name, r.email, '''')',
  'concat_ws('' '', r.email, translate(r.email, ''@.'', ''  ''), r.role, r.persona)', 'r.created_at',
  '{name, email, role, persona}');

CREATE FUNCTION keep_domain_search_text() RETURNS trigger
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
  FOR EACH STATEMENT EXECUTE FUNCTION keep_domain_search_text();
CREATE TRIGGER search_changed AFTER UPDATE ON company_domains REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_domain_search_text();
CREATE TRIGGER search_left AFTER UPDATE ON company_domains REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_domain_search_text();
CREATE TRIGGER search_removed AFTER DELETE ON company_domains REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_domain_search_text();

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
  SELECT array_agg(k.kind) FILTER (WHERE s.seen < 1000 OR s.hits >= 80), array_agg(k.kind) FILTER (WHERE s.seen = 1000 AND s.hits < 80)
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
