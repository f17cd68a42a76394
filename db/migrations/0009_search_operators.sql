-- Search by what a record is and whose it is (from:, company:, tag:, is:), by names with typing errors, and in languages
-- without spaces.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- What operators and the list's filters ask for, as words that no text has: "#is:inbox", "#tag:export", "#as:Export" (a
-- tag to the letter), "#company:<id>".
ALTER TABLE search_documents ADD COLUMN facets tsvector NOT NULL DEFAULT '';

-- Chinese, Japanese, Thai and Korean put no spaces where we need them: pairs of letters are their words. A text's last letter
-- stands alone too, so that every letter begins something.
CREATE FUNCTION search_pairs(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(array_to_tsvector(array_agg(DISTINCT pair.letter || pair.next)), '')
  FROM regexp_matches(words, '[\u0E01-\u0E5B\u3005-\u3007\u3041-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7A3\uF900-\uFAFF]+', 'g') AS run,
    LATERAL (
      -- Letter by letter: to cut out a place of a long run is to count up to it.
      SELECT letter, lead(letter, 1, '') OVER (ORDER BY place) AS next
      FROM unnest(string_to_array(run[1], NULL)) WITH ORDINALITY AS letters(letter, place)
    ) AS pair
$$;
REVOKE ALL ON FUNCTION search_pairs(text) FROM PUBLIC;

-- Titles outweigh bodies. English stems words and drops English stop words; text in another language is stemmed the same
-- way on both sides, so it still matches itself.
CREATE OR REPLACE FUNCTION search_words(title text, body text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT pg_catalog.setweight(pg_catalog.to_tsvector('pg_catalog.english', title), 'A')
    OPERATOR(pg_catalog.||) pg_catalog.to_tsvector('pg_catalog.english', body)
    OPERATOR(pg_catalog.||) CASE
      WHEN pg_catalog.octet_length(title) OPERATOR(pg_catalog.=) pg_catalog.length(title)
        AND pg_catalog.octet_length(body) OPERATOR(pg_catalog.=) pg_catalog.length(body) THEN ''::pg_catalog.tsvector
      ELSE public.search_pairs(pg_catalog.concat_ws(' ', title, body)) END
$$;

-- SQL over a row `r` of a kind that gives what operators find it by, and the columns that it reads.
CREATE FUNCTION search_facets_of(kind text, OUT facets text, OUT columns text[])
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $facets$
  SELECT format('array_to_tsvector(array_remove(ARRAY[%s], NULL))', f.words) ||
      CASE WHEN 'tags' = ANY (f.reads) THEN
        ' || array_to_tsvector(ARRAY(SELECT w.word FROM unnest(r.tags) AS t(tag),
          LATERAL (VALUES (''#tag:'' || lower(t.tag)), (''#as:'' || t.tag)) AS w(word)))' ELSE '' END,
    f.reads
  FROM (VALUES
    ('feedback', $$'#is:' || replace(r.state, '_', '-'), CASE WHEN r.state IN ('inbox', 'snoozed') THEN '#is:open' END,
      '#company:' || r.company_id, '#from:' || r.contact_id, '#source:' || r.source, '#kind:' || r.kind, '#owner:' || r.owner_id$$,
      '{state, tags, company_id, contact_id, source, kind, owner_id}'::text[]),
    ('idea', $$'#is:' || replace(r.state, '_', '-'), '#is:' || (
      SELECT s.category FROM idea_stages s WHERE s.workspace_id = r.workspace_id AND s.id = r.stage_id)$$,
      '{state, stage_id, tags}'),
    ('objective', $$'#is:' || r.state$$, '{state}'),
    ('initiative', $$'#is:' || CASE r.state WHEN 'open' THEN r.horizon ELSE replace(r.state, '_', '-') END,
      CASE WHEN r.state = 'open' AND r.horizon <> 'done' THEN '#is:open' END$$, '{state, horizon}'),
    ('company', $$'#company:' || r.id, '#is:' || r.lifecycle$$, '{lifecycle}'),
    ('contact', $$'#from:' || r.id, '#company:' || r.company_id$$, '{company_id}')
  ) AS f(kind, words, reads) WHERE f.kind = $1
$facets$;
REVOKE ALL ON FUNCTION search_facets_of(text) FROM PUBLIC;

-- Makes a table's rows findable as `kind`, by SQL over a row `r` for title, body and time; `columns` are the ones that
-- these read. New rows are one statement, however many; a changed row is looked at only when one of the columns changed,
-- and its text is read again only when that did.
CREATE OR REPLACE FUNCTION make_searchable(searched regclass, kind text, title text, body text, at text, columns text[])
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $make$
DECLARE
  keeper constant text := format('keep_%s_search_text', kind);
  facets_keeper constant text := format('keep_%s_search_facets', kind);
  facets constant record := search_facets_of(kind);
  write constant text := format($sql$
    INSERT INTO search_documents (workspace_id, type, id, title, body, at, tsv, facets)
    SELECT d.workspace_id, %L, d.id, d.title, d.body, d.at, search_words(d.title, d.body), d.facets
    FROM (
      SELECT r.workspace_id, r.id, left(%s, 1000) AS title, left(%s, 20000) AS body, %s AS at, %s AS facets
      FROM %%s r WHERE r.deleted_at IS NULL
    ) d$sql$, kind, title, body, at, replace(facets.facets, '%', '%%'));
  row_of constant text := (
    SELECT string_agg('%1$s.' || quote_ident(c), ', ') FROM unnest(columns || '{deleted_at}'::text[]) AS c);
  facets_row_of constant text := (SELECT string_agg('%1$s.' || quote_ident(c), ', ') FROM unnest(facets.columns) AS c);
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
          SET title = excluded.title, body = excluded.body, at = excluded.at, tsv = excluded.tsv, facets = excluded.facets;
      END IF;
      RETURN NULL;
    END $keep$
  $sql$, keeper, format(write, 'added'), kind, format(write, '(SELECT NEW.*)'));
  EXECUTE format($sql$
    CREATE OR REPLACE FUNCTION public.%I() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $keep$
    BEGIN
      UPDATE search_documents d SET facets = f.facets FROM (SELECT %s AS facets FROM (SELECT NEW.*) r) f
      WHERE d.workspace_id = NEW.workspace_id AND d.type = %L AND d.id = NEW.id AND d.facets <> f.facets;
      RETURN NULL;
    END $keep$
  $sql$, facets_keeper, facets.facets, kind);
  EXECUTE format('CREATE TRIGGER search_added AFTER INSERT ON %s REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION %I()', searched, keeper);
  EXECUTE format('CREATE TRIGGER search_removed AFTER DELETE ON %s REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION %I()', searched, keeper);
  EXECUTE format('CREATE TRIGGER search_changed AFTER UPDATE OF %s ON %s
    FOR EACH ROW WHEN (ROW(%s) IS DISTINCT FROM ROW(%s)) EXECUTE FUNCTION %I()',
    format(replace(row_of, '%1$s.', ''), ''), searched, format(row_of, 'OLD'), format(row_of, 'NEW'), keeper);
  EXECUTE format('CREATE OR REPLACE TRIGGER search_facets_changed AFTER UPDATE OF %s ON %s
    FOR EACH ROW WHEN (ROW(%s) IS DISTINCT FROM ROW(%s)) EXECUTE FUNCTION %I()',
    replace(facets_row_of, '%1$s.', ''), searched, format(facets_row_of, 'OLD'), format(facets_row_of, 'NEW'), facets_keeper);
END $make$;

DO $$
DECLARE searched record;
BEGIN
  FOR searched IN SELECT * FROM (VALUES
    ('feedback', 'feedback'), ('ideas', 'idea'), ('objectives', 'objective'), ('initiatives', 'initiative'),
    ('companies', 'company'), ('contacts', 'contact')) AS s(name, kind)
  LOOP
    EXECUTE format('DROP TRIGGER search_added ON %I', searched.name);
    EXECUTE format('DROP TRIGGER search_removed ON %I', searched.name);
    EXECUTE format('DROP TRIGGER search_changed ON %I', searched.name);
    EXECUTE format('DROP FUNCTION keep_%s_search_text()', searched.kind);
  END LOOP;
END $$;
SELECT make_searchable('feedback', 'feedback', 'r.title', 'left(r.body, coalesce(r.own_length, 20000))', 'r.occurred_at',
  '{title, body, own_length, occurred_at}');
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

-- What is there already, a workspace at a time: the tables are under row security.
DO $$
DECLARE
  workspace record;
  searched record;
BEGIN
  FOR workspace IN SELECT w.id FROM workspaces w LOOP
    PERFORM set_config('app.workspace_id', workspace.id::text, true);
    FOR searched IN SELECT s.*, f.facets FROM (VALUES
      ('feedback', 'feedback'), ('ideas', 'idea'), ('objectives', 'objective'), ('initiatives', 'initiative'),
      ('companies', 'company'), ('contacts', 'contact')) AS s(name, kind), search_facets_of(s.kind) f
    LOOP
      EXECUTE format('UPDATE search_documents d SET facets = %s,
          tsv = CASE WHEN octet_length(d.title || d.body) = length(d.title || d.body) THEN d.tsv ELSE search_words(d.title, d.body) END
        FROM %I r WHERE d.workspace_id = %L AND d.type = %L AND r.workspace_id = d.workspace_id AND r.id = d.id',
        searched.facets, searched.name, workspace.id, searched.kind);
    END LOOP;
  END LOOP;
  PERFORM set_config('app.workspace_id', '', true);
END $$;

-- The same indexes again, with what operators ask for. In one transaction with the functions that read them: in between,
-- every search would read the whole table.
CREATE FUNCTION search_keys(workspace uuid, kind text, at timestamptz, tsv tsvector, facets tsvector) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT tsv OPERATOR(pg_catalog.||) facets OPERATOR(pg_catalog.||) pg_catalog.array_to_tsvector(ARRAY[
    '@' || public.search_scope(workspace, kind),
    '=' || public.search_scope(workspace, kind) || public.search_day(at)])
$$;
REVOKE ALL ON FUNCTION search_keys(uuid, text, timestamptz, tsvector, tsvector) FROM PUBLIC;
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX "search_documents_feedback";
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX "search_documents_others";
DROP FUNCTION search_keys(uuid, text, timestamptz, tsvector);
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX "search_documents_feedback" ON "search_documents" USING gin (search_keys("workspace_id", "type", "at", "tsv", "facets")) WITH (gin_pending_list_limit=512) WHERE "search_documents"."type" = 'feedback';
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX "search_documents_others" ON "search_documents" USING gin (search_keys("workspace_id", "type", "at", "tsv", "facets")) WITH (gin_pending_list_limit=512) WHERE "search_documents"."type" <> 'feedback';
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX "search_documents_names" ON "search_documents" USING gin ("workspace_id","title" gin_trgm_ops) WHERE "search_documents"."type" <> 'feedback';

-- Days from `first` to `last` of a workspace and kind and some around them, as at most eleven beginnings of words: the index
-- looks at each of them for each match. 739502 to 739614 is 7395, 7396.
DROP FUNCTION search_since(uuid, text, timestamptz, timestamptz);
CREATE FUNCTION search_days(workspace uuid, kind text, first timestamptz, last timestamptz) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT string_agg(format('''=%s%s'':*', search_scope(workspace, kind), lpad(block::text, 7 - tens, '0')), ' | ')::tsquery
  FROM (SELECT search_day(first)::integer AS a, search_day(last)::integer AS b) days,
    LATERAL (SELECT trunc(log(greatest(b - a, 1)))::integer AS tens) size,
    generate_series(a / (10 ^ tens)::integer, b / (10 ^ tens)::integer) AS block
$$;
REVOKE ALL ON FUNCTION search_days(uuid, text, timestamptz, timestamptz) FROM PUBLIC;

-- The words of a search, as lib/search/parse.ts takes them apart: any of some lists, each of it all; null when none says
-- anything. `begins` is the word that is still being typed, with the shorter stems it may be on its way to; `pairs` are of
-- languages without spaces.
DROP FUNCTION search_query(text);
CREATE FUNCTION search_query(wanted jsonb) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp SET client_min_messages = error AS $$
DECLARE
  list jsonb;
  term jsonb;
  part tsquery;
  every tsquery;
  one_of tsquery := '';
BEGIN
  FOR list IN SELECT jsonb_array_elements(wanted) LOOP
    every := '';
    FOR term IN SELECT jsonb_array_elements(list) LOOP
      part := phraseto_tsquery('english', term ->> 'text');
      IF term ->> 'begins' IS NOT NULL THEN
        part := part || to_tsquery('simple', term ->> 'begins');
      END IF;
      IF term ->> 'pairs' IS NOT NULL THEN
        part := part && (term ->> 'pairs')::tsquery;
      END IF;
      every := every && CASE WHEN (term ->> 'not')::boolean THEN !! part ELSE part END;
    END LOOP;
    one_of := one_of || every;
  END LOOP;
  RETURN CASE WHEN numnode(one_of) > 0 THEN one_of END;
END $$;
REVOKE ALL ON FUNCTION search_query(jsonb) FROM PUBLIC;

-- Where the newest matches of one kind are in the table, at most `most`: good for the statement's snapshot. Only those
-- before (`until`, `until_id`), where these are given.
--
-- The newest 200 tell how far back they reach, since the planner's statistics know neither the workspace nor words
-- together. Where none of them matches, some from every eighth of the time do, and from a sixteenth of it ago, and so on;
-- where the matches end is then found by halving. What none of those has is rare: all its matches are looked up at once
-- (0.8 µs each, or 8 µs in a table larger than the cache). Anything else is looked up in a range of days (0.05 µs per document there), which grows until it holds enough; unless all its
-- matches are the less work. The beginning of a word costs 0.2 µs per match whichever days are asked for, so a very common
-- one is looked for by walking back first (1 µs per document).
CREATE FUNCTION search_newest(bound uuid, kind text, words tsquery, asked tsquery, most integer,
  until timestamptz DEFAULT 'infinity', until_id uuid DEFAULT 'ffffffff-ffff-ffff-ffff-ffffffffffff')
RETURNS tid[] LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  sample constant integer := 200;
  wanted constant tsquery := CASE WHEN words IS NULL THEN asked WHEN asked IS NULL THEN words ELSE words && asked END;
  seen integer;
  hits integer;
  places tid[];
  walked tid[];
  newest timestamptz;
  oldest timestamptz;
  since timestamptz;
  step interval;
  keys tsquery;
BEGIN
  SELECT count(*), coalesce(array_agg(n.ctid) FILTER (
    WHERE (words IS NULL OR n.tsv @@ words) AND (asked IS NULL OR n.facets @@ asked)), '{}'), max(n.at), min(n.at)
  INTO seen, places, newest, since
  FROM (
    SELECT d.ctid, d.tsv, d.facets, d.at FROM search_documents d
    WHERE d.workspace_id = bound AND d.type = kind AND d.at <= until AND (d.at, d.id) < (until, until_id)
    ORDER BY d.at DESC, d.id DESC LIMIT sample
  ) n;
  hits := cardinality(places);
  IF seen < sample OR hits >= most THEN
    RETURN places[:most];
  ELSIF hits >= sample / 10 AND strpos(wanted::text, ':*') > 0 THEN
    -- @@ by its function's name, which no index answers.
    walked := ARRAY(
      SELECT n.ctid FROM (
        SELECT d.ctid, d.tsv, d.facets FROM search_documents d
        WHERE d.workspace_id = bound AND d.type = kind AND d.at <= until AND (d.at, d.id) < (until, until_id)
        ORDER BY d.at DESC, d.id DESC LIMIT 2 * most * sample / hits
      ) n
      WHERE (words IS NULL OR ts_match_vq(n.tsv, words)) AND (asked IS NULL OR ts_match_vq(n.facets, asked))
      LIMIT most);
    IF cardinality(walked) = most THEN
      RETURN walked;
    END IF;
  END IF;
  SELECT d.at INTO oldest FROM search_documents d
  WHERE d.workspace_id = bound AND d.type = kind ORDER BY d.at LIMIT 1;
  step := newest - since;
  IF hits = 0 THEN
    SELECT max(n.at) INTO since FROM (
      SELECT eighth / 8.0 FROM generate_series(2, 8) AS eighth UNION ALL SELECT 1 / 2.0 ^ k FROM generate_series(3, 12) AS k
    ) AS ago (share), LATERAL (
      SELECT d.at, d.tsv, d.facets FROM search_documents d
      WHERE d.workspace_id = bound AND d.type = kind AND d.at >= newest - (newest - oldest) * ago.share
      ORDER BY d.at, d.id LIMIT sample / 10
    ) n WHERE (words IS NULL OR ts_match_vq(n.tsv, words)) AND (asked IS NULL OR ts_match_vq(n.facets, asked));
    IF since IS NOT NULL THEN
      -- The matches end there, or up to the next look later.
      step := least((newest - since) / 2, (newest - oldest) / 8);
      FOR halved IN 1..7 LOOP
        step := step / 2;
        SELECT coalesce(max(n.at), since) INTO since FROM (
          SELECT d.at, d.tsv, d.facets FROM search_documents d
          WHERE d.workspace_id = bound AND d.type = kind AND d.at >= since + step
          ORDER BY d.at, d.id LIMIT sample / 10
        ) n WHERE (words IS NULL OR ts_match_vq(n.tsv, words)) AND (asked IS NULL OR ts_match_vq(n.facets, asked));
      END LOOP;
    END IF;
  -- 8 µs times the hits of all, against 0.05 µs times the documents that hold `most` of them.
  ELSIF extract(epoch FROM newest - oldest) * hits * hits < 1.25 * most * extract(epoch FROM step) THEN
    since := NULL;
  ELSE
    step := step * (1.3 * most / hits);
    since := newest - step;
  END IF;
  LOOP
    keys := wanted && CASE WHEN since > oldest THEN search_days(bound, kind, since, newest)
      ELSE format($q$'@%s'$q$, search_scope(bound, kind))::tsquery END;
    IF kind = 'feedback' THEN
      places := ARRAY(
        SELECT d.ctid FROM search_documents d
        WHERE search_keys(d.workspace_id, d.type, d.at, d.tsv, d.facets) @@ keys AND d.workspace_id = bound
          AND d.type = 'feedback' AND (d.at, d.id) < (until, until_id)
        ORDER BY d.at DESC, d.id DESC LIMIT most);
    ELSE
      places := ARRAY(
        SELECT d.ctid FROM search_documents d
        WHERE search_keys(d.workspace_id, d.type, d.at, d.tsv, d.facets) @@ keys AND d.workspace_id = bound
          AND d.type = kind AND d.type <> 'feedback' AND (d.at, d.id) < (until, until_id)
        ORDER BY d.at DESC, d.id DESC LIMIT most);
    END IF;
    EXIT WHEN cardinality(places) = most OR since IS NULL OR since <= oldest;
    step := step * least(10, 1.3 * most / greatest(cardinality(places), 1));
    since := since - step;
  END LOOP;
  RETURN places;
END $$;
REVOKE ALL ON FUNCTION search_newest(uuid, text, tsquery, tsquery, integer, timestamptz, uuid) FROM PUBLIC;

-- The bound workspace's hits, best first, ranked by `words` among the 500 newest matches of each kind: ranking every match
-- of a common word would take seconds. Without words, the newest come first.
DROP FUNCTION search_documents_of_workspace(text, text[], integer, integer);
CREATE FUNCTION search_documents_of_workspace(wanted jsonb, asked tsquery, types text[], how_many integer)
RETURNS TABLE (type text, id uuid, rank real, title text, body text, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  bound constant uuid := nullif(current_setting('app.workspace_id', true), '')::uuid;
  words constant tsquery := search_query(wanted);
  kind text;
  places tid[] := '{}';
BEGIN
  IF bound IS NULL OR (words IS NULL AND asked IS NULL) THEN
    RETURN;
  END IF;
  FOREACH kind IN ARRAY types LOOP
    places := places || search_newest(bound, kind, words, asked, CASE WHEN words IS NULL THEN how_many ELSE 500 END);
  END LOOP;
  RETURN QUERY
  WITH best AS (
    SELECT d.ctid, CASE WHEN words IS NULL THEN 0 ELSE ts_rank(d.tsv, words, 1) END AS rank, d.at, d.id
    FROM search_documents d WHERE d.ctid = ANY (places)
    ORDER BY 2 DESC, d.at DESC, d.id DESC LIMIT how_many
  )
  SELECT d.type, d.id, b.rank, d.title, left(d.body, 4000), d.at::timestamptz
  FROM best b JOIN search_documents d ON d.ctid = b.ctid
  ORDER BY b.rank DESC, b.at DESC, b.id DESC;
END $$;
REVOKE ALL ON FUNCTION search_documents_of_workspace(jsonb, tsquery, text[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_documents_of_workspace(jsonb, tsquery, text[], integer) TO throughline_app;

-- Names of companies and contacts and titles of plans that look like what was typed, the most alike first. `typed` holds
-- it in several ways (letters that changed places have few trigrams in common).
CREATE FUNCTION search_names_of_workspace(typed text[], asked tsquery, types text[], how_many integer)
RETURNS TABLE (type text, id uuid, rank real, title text, body text, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  bound constant uuid := nullif(current_setting('app.workspace_id', true), '')::uuid;
BEGIN
  -- Not a setting of the function: only a superuser may write down one of a library that is not loaded yet.
  PERFORM set_config('pg_trgm.word_similarity_threshold', '0.45', true);
  RETURN QUERY
  SELECT d.type, d.id, max(word_similarity(way.text, d.title)), d.title, left(d.body, 4000), d.at::timestamptz
  FROM unnest(typed) AS way(text), search_documents d
  WHERE d.workspace_id = bound AND d.type <> 'feedback' AND d.type = ANY (types) AND way.text <% d.title
    AND (asked IS NULL OR d.facets @@ asked)
  GROUP BY d.workspace_id, d.type, d.id
  ORDER BY 3 DESC, max(similarity(way.text, d.title)) DESC, d.at DESC, d.id DESC LIMIT how_many;
END $$;
REVOKE ALL ON FUNCTION search_names_of_workspace(text[], tsquery, text[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_names_of_workspace(text[], tsquery, text[], integer) TO throughline_app;

-- A page of the feedback that matches, the newest first, behind (`until`, `until_id`).
CREATE FUNCTION search_feedback_page(wanted jsonb, asked tsquery, until timestamptz, until_id uuid, how_many integer)
RETURNS TABLE (id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  bound constant uuid := nullif(current_setting('app.workspace_id', true), '')::uuid;
  words constant tsquery := search_query(wanted);
BEGIN
  IF bound IS NULL OR (words IS NULL AND asked IS NULL) THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT d.id FROM search_documents d
  WHERE d.ctid = ANY (search_newest(bound, 'feedback', words, asked, how_many, until, until_id));
END $$;
REVOKE ALL ON FUNCTION search_feedback_page(jsonb, tsquery, timestamptz, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_feedback_page(jsonb, tsquery, timestamptz, uuid, integer) TO throughline_app;
