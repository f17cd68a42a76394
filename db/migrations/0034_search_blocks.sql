-- Words are indexed by block: 64 days of a workspace's documents of one kind. The newest matches of a word are looked up in
-- the newest block that has documents, then in those before it, so that neither older matches nor other workspaces' cost
-- anything. Before, a word was looked up with all its matches or in a guessed range of days, for which every document in
-- that range was counted.

-- A million documents take a minute or two.
SET LOCAL statement_timeout = 0;
SET LOCAL maintenance_work_mem = '256MB';
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX "search_documents_feedback";
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX "search_documents_others";
DROP FUNCTION search_keys(uuid, text, timestamptz, tsvector, tsvector);
DROP FUNCTION search_days(uuid, text, timestamptz, timestamptz);
DROP FUNCTION search_day(timestamptz);

-- The block of a time. All that is before the year 1 or after 9999 is in the first or in the last.
CREATE FUNCTION search_block(at timestamptz) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ((greatest(least(at, timestamptz '9999-12-31 00:00+00'), timestamptz '0001-01-01 00:00+00')
    AT TIME ZONE 'UTC')::date - date '0001-01-01') / 64
$$;
CREATE FUNCTION search_block_start(block integer) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN block > 0 THEN (date '0001-01-01' + block * 64)::timestamp AT TIME ZONE 'UTC' ELSE '-infinity' END
$$;
-- What stands before each word of a document in the index. Two workspaces of the same hash cost time, never a hit.
CREATE FUNCTION search_place(workspace uuid, kind text, block integer) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT public.search_scope(workspace, kind) OPERATOR(pg_catalog.||) '/' OPERATOR(pg_catalog.||) pg_catalog.to_hex(block)
    OPERATOR(pg_catalog.||) ' '
$$;
-- A document's words and facets, each behind its place, and "@", which every document has. Nobody asks for words as long
-- as what is cut off here.
CREATE FUNCTION search_keys(workspace uuid, kind text, at timestamptz, tsv tsvector, facets tsvector) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT pg_catalog.array_to_tsvector(pg_catalog.array_agg(
    public.search_place(workspace, kind, public.search_block(at)) OPERATOR(pg_catalog.||) pg_catalog.left(word, 400)))
  FROM pg_catalog.unnest(pg_catalog.tsvector_to_array(tsv) OPERATOR(pg_catalog.||) pg_catalog.tsvector_to_array(facets)
    OPERATOR(pg_catalog.||) '@'::text) AS word
$$;
-- A query for words as one for their keys in `blocks` blocks, of which `last` is the newest. Keys know no order: a phrase
-- becomes all of its words, and must not be excluded.
CREATE FUNCTION search_keyed(query text, workspace uuid, kind text, last integer, blocks integer) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT string_agg(keyed.query, ' | ')::tsquery
  FROM generate_series(last - blocks + 1, last) AS block, LATERAL (
    SELECT '( ' || string_agg(CASE WHEN starts_with(token[1], '''')
      THEN overlay(token[1] PLACING '''' || search_place(workspace, kind, block) FROM 1 FOR 1)
      WHEN starts_with(token[1], '<') THEN '&' ELSE token[1] END, ' ') || ' )'
    FROM regexp_matches(query, $re$'(?:[^']|'')*'(?::\*)?|<(?:-|\d+)>|[!&|()]$re$, 'g') AS token
  ) AS keyed (query)
$$;
REVOKE ALL ON FUNCTION search_block(timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION search_block_start(integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION search_place(uuid, text, integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION search_keys(uuid, text, timestamptz, tsvector, tsvector) FROM PUBLIC;
REVOKE ALL ON FUNCTION search_keyed(text, uuid, text, integer, integer) FROM PUBLIC;

-- The words of a search, as lib/finding/wanted.ts takes them apart: any of some lists, each of it all; null when none says
-- anything. `begins` is the word that is still being typed, with the shorter stems it may be on its way to; `pairs` are of
-- languages without spaces. `loose`: what the index can answer, which knows no order of words; it finds all of it and more.
DROP FUNCTION search_query(jsonb);
CREATE FUNCTION search_query(wanted jsonb, loose boolean DEFAULT false) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE
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
      part := CASE WHEN loose THEN plainto_tsquery('english', term ->> 'text')
        ELSE phraseto_tsquery('english', term ->> 'text') END;
      -- What has all words of a phrase may be wanted all the same.
      CONTINUE WHEN loose AND (term ->> 'not')::boolean AND numnode(part) > 1;
      IF term ->> 'begins' IS NOT NULL THEN
        part := part || to_tsquery('simple', term ->> 'begins');
      END IF;
      IF term ->> 'pairs' IS NOT NULL THEN
        part := part && (term ->> 'pairs')::tsquery;
      END IF;
      every := every && CASE WHEN (term ->> 'not')::boolean THEN !! part ELSE part END;
    END LOOP;
    IF loose AND numnode(every) = 0 AND numnode(public.search_query(jsonb_build_array(list))) > 0 THEN
      RETURN '@';
    END IF;
    one_of := one_of || every;
  END LOOP;
  RETURN CASE WHEN numnode(one_of) > 0 THEN one_of END;
END $$;
REVOKE ALL ON FUNCTION search_query(jsonb, boolean) FROM PUBLIC;

-- Where the newest matches of one kind are in the table, at most `most`: good for the statement's snapshot. Only those
-- before (`until`, `until_id`), where these are given. `keys`: what the index is asked, for words that exclude a phrase.
--
-- Wherever it has come to, the next 30 documents tell how much matches, and how close they lie (all but the very newest: a
-- date may be wrong). Where a fifth matches, or a block has far more matches than are wanted, or hardly any document, the
-- next documents are looked at one by one (2 µs each); else matches are, block by block (1 µs each, 100 µs for each question
-- to the index), and more blocks at once after those in which there was little: fewer where they hold much, or where much
-- is asked for.
DROP FUNCTION search_newest(uuid, text, tsquery, tsquery, integer, timestamptz, uuid);
CREATE FUNCTION search_newest(bound uuid, kind text, words tsquery, asked tsquery, most integer,
  until timestamptz DEFAULT 'infinity', until_id uuid DEFAULT 'ffffffff-ffff-ffff-ffff-ffffffffffff',
  keys tsquery DEFAULT NULL)
RETURNS tid[] LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  sample constant integer := 30;
  wanted text;
  seen integer;
  places tid[] := '{}';
  found tid[];
  -- Of the next documents, how much matches; and how many there are in a block, and in one on average.
  share double precision;
  density double precision;
  average double precision;
  is_sparse boolean;
  nodes integer;
  newest timestamptz;
  span interval;
  walk integer;
  block integer;
  blocks integer := 1;
  most_blocks integer;
BEGIN
  LOOP
    SELECT count(*), coalesce(array_agg(n.ctid) FILTER (
      WHERE (words IS NULL OR n.tsv @@ words) AND (asked IS NULL OR n.facets @@ asked)), '{}'), max(n.at),
      (array_agg(n.at))[count(*) / 5 + 1] - min(n.at)
    INTO seen, found, newest, span
    FROM (
      SELECT d.ctid, d.tsv, d.facets, d.at FROM search_documents d
      WHERE d.workspace_id = bound AND d.type = kind AND d.at <= until AND (d.at, d.id) < (until, until_id)
      ORDER BY d.at DESC, d.id DESC LIMIT sample
    ) n;
    IF seen < sample OR cardinality(places) + cardinality(found) >= most THEN
      RETURN (places || found)[:most];
    END IF;
    share := cardinality(found)::double precision / sample;
    density := 0.8 * sample * extract(epoch FROM interval '64 days') / greatest(extract(epoch FROM span), 1);
    is_sparse := density < 50;
    IF wanted IS NULL THEN
      -- The newest may have come together in a minute: so close all there are, of every workspace, lie on average.
      SELECT nullif(pg_stat_get_live_tuples('search_documents'::regclass), 0)::double precision
        / greatest(search_block(newest) - search_block(d.at), 1) INTO average
      FROM search_documents d WHERE d.workspace_id = bound AND d.type = kind ORDER BY d.at LIMIT 1;
      wanted := concat_ws(' & ', '( ' || coalesce(keys, words)::text || ' )', '( ' || asked::text || ' )');
      nodes := numnode(wanted::tsquery);
      IF querytree(wanted::tsquery) IN ('', 'T') THEN
        wanted := concat_ws(' & ', $q$'@'$q$, wanted);
      END IF;
    END IF;
    density := greatest(least(density, average), 1);
    IF is_sparse OR share >= 0.2 OR share * share * density > 1.7 * (most - cardinality(places)) THEN
      walk := CASE WHEN is_sparse THEN 1000 ELSE least(20000, 2 * (most - cardinality(places)) / share) END;
      -- @@ by its function's name, which no index answers.
      found := ARRAY(
        SELECT n.ctid FROM (
          SELECT d.ctid, d.tsv, d.facets FROM search_documents d
          WHERE d.workspace_id = bound AND d.type = kind AND d.at <= until AND (d.at, d.id) < (until, until_id)
          ORDER BY d.at DESC, d.id DESC LIMIT walk
        ) n
        WHERE (words IS NULL OR ts_match_vq(n.tsv, words)) AND (asked IS NULL OR ts_match_vq(n.facets, asked))
        LIMIT most - cardinality(places));
      places := places || found;
      EXIT WHEN cardinality(places) = most;
      SELECT d.at, d.id INTO until, until_id FROM search_documents d
      WHERE d.workspace_id = bound AND d.type = kind AND d.at <= until AND (d.at, d.id) < (until, until_id)
      ORDER BY d.at DESC, d.id DESC OFFSET walk - 1 LIMIT 1;
      EXIT WHEN until IS NULL;
      CONTINUE;
    END IF;
    block := search_block(newest);
    -- The workspace by its function's name: of many workspaces the index of times would be thought the better.
    IF kind = 'feedback' THEN
      found := ARRAY(
        SELECT d.ctid FROM search_documents d
        WHERE search_keys(d.workspace_id, d.type, d.at, d.tsv, d.facets) @@ search_keyed(wanted, bound, kind, block, blocks)
          AND uuid_eq(d.workspace_id, bound) AND d.type = 'feedback' AND (d.at, d.id) < (until, until_id)
          AND (words IS NULL OR ts_match_vq(d.tsv, words)) AND (asked IS NULL OR ts_match_vq(d.facets, asked))
        ORDER BY d.at DESC, d.id DESC LIMIT most - cardinality(places));
    ELSE
      found := ARRAY(
        SELECT d.ctid FROM search_documents d
        WHERE search_keys(d.workspace_id, d.type, d.at, d.tsv, d.facets) @@ search_keyed(wanted, bound, kind, block, blocks)
          AND uuid_eq(d.workspace_id, bound) AND d.type = kind AND d.type <> 'feedback' AND (d.at, d.id) < (until, until_id)
          AND (words IS NULL OR ts_match_vq(d.tsv, words)) AND (asked IS NULL OR ts_match_vq(d.facets, asked))
        ORDER BY d.at DESC, d.id DESC LIMIT most - cardinality(places));
    END IF;
    places := places || found;
    EXIT WHEN cardinality(places) = most;
    until := search_block_start(block - blocks + 1);
    until_id := '00000000-0000-0000-0000-000000000000';
    most_blocks := greatest(1, least(16, 200000 / density, 200 / nodes));
    blocks := CASE WHEN cardinality(found) = 0 THEN least(4 * blocks, most_blocks)
      ELSE greatest(least((most - cardinality(places)) * blocks / (2 * cardinality(found)), 2 * blocks, most_blocks), 1) END;
  END LOOP;
  RETURN places;
END $$;
REVOKE ALL ON FUNCTION search_newest(uuid, text, tsquery, tsquery, integer, timestamptz, uuid, tsquery) FROM PUBLIC;

-- As before, with what the index can be asked.
CREATE OR REPLACE FUNCTION search_documents_of_workspace(wanted jsonb, asked tsquery, types text[], how_many integer)
RETURNS TABLE (type text, id uuid, rank real, title text, body text, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  bound constant uuid := nullif(current_setting('app.workspace_id', true), '')::uuid;
  words constant tsquery := search_query(wanted);
  keys constant tsquery := search_query(wanted, true);
  kind text;
  places tid[] := '{}';
BEGIN
  IF bound IS NULL OR (words IS NULL AND asked IS NULL) THEN
    RETURN;
  END IF;
  FOREACH kind IN ARRAY types LOOP
    places := places || search_newest(bound, kind, words, asked, CASE WHEN words IS NULL THEN how_many ELSE 500 END,
      keys => keys);
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
CREATE OR REPLACE FUNCTION search_feedback_page(wanted jsonb, asked tsquery, until timestamptz, until_id uuid, how_many integer)
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
  WHERE d.ctid = ANY (search_newest(bound, 'feedback', words, asked, how_many, until, until_id, search_query(wanted, true)));
END $$;

-- squawk-ignore require-concurrent-index-creation
CREATE INDEX "search_documents_feedback" ON "search_documents" USING gin (search_keys("workspace_id", "type", "at", "tsv", "facets")) WITH (gin_pending_list_limit=512) WHERE "search_documents"."type" = 'feedback';
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX "search_documents_others" ON "search_documents" USING gin (search_keys("workspace_id", "type", "at", "tsv", "facets")) WITH (gin_pending_list_limit=512) WHERE "search_documents"."type" <> 'feedback';
