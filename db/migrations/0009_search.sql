-- Search whose time does not grow with the workspace: the newest matches of any word, by the word index alone.

-- Beside its words, a document is indexed under two words that no text has: its workspace and kind ("@…"), and the same
-- with its day ("=…0739589"). A beginning of the second is a range of days, which an index column of its own could not
-- be: to GIN "from this day on" has no end, and runs through everybody else's documents. Two kinds with the same hash cost
-- time, never a hit.
CREATE FUNCTION search_scope(workspace uuid, kind text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT pg_catalog.to_hex(pg_catalog.uuid_hash(workspace) OPERATOR(pg_catalog.#) pg_catalog.hashtext(kind))
$$;
CREATE FUNCTION search_day(at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT pg_catalog.lpad(((greatest(least(at, timestamptz '9999-12-31 00:00+00'), timestamptz '0001-01-01 00:00+00')
    AT TIME ZONE 'UTC')::date - date '0001-01-01')::text, 7, '0')
$$;
CREATE FUNCTION search_keys(workspace uuid, kind text, at timestamptz, tsv tsvector) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT tsv OPERATOR(pg_catalog.||) pg_catalog.array_to_tsvector(ARRAY[
    '@' || public.search_scope(workspace, kind),
    '=' || public.search_scope(workspace, kind) || public.search_day(at)])
$$;
-- Documents of a kind from the day of `since` on, when none is younger than `newest`: 7395 to 7402 is 7395 to 7399, 740.
CREATE FUNCTION search_since(workspace uuid, kind text, since timestamptz, newest timestamptz) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT string_agg(format('''=%s%s%s'':*', search_scope(workspace, kind), left(days.first, place - 1), digit), ' | ')::tsquery
  FROM (SELECT search_day(since) AS first, search_day(newest) AS last) days,
    generate_series(1, 8) AS place, generate_series(0, 9) AS digit
  WHERE (place = 8 AND digit = 0) OR (place < 8 AND digit > substr(days.first, place, 1)::integer
    AND (left(days.first, place - 1) <> left(days.last, place - 1) OR digit <= substr(days.last, place, 1)::integer))
$$;
REVOKE ALL ON FUNCTION search_scope(uuid, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION search_day(timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION search_keys(uuid, text, timestamptz, tsvector) FROM PUBLIC;
REVOKE ALL ON FUNCTION search_since(uuid, text, timestamptz, timestamptz) FROM PUBLIC;

-- Feedback apart: what a word's beginning costs is all its matches in the index, and there is much more feedback than
-- everything else.
-- In one transaction with the function that reads them: in between, every search would read the whole table.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX "search_documents_feedback" ON "search_documents" USING gin (search_keys("workspace_id", "type", "at", "tsv")) WHERE "search_documents"."type" = 'feedback';
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX "search_documents_others" ON "search_documents" USING gin (search_keys("workspace_id", "type", "at", "tsv")) WHERE "search_documents"."type" <> 'feedback';
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX "search_documents_words";

-- The bound workspace's hits, best first, ranked among the 500 newest matches of each kind: ranking every match of a
-- common word would take seconds.
--
-- The newest 200 of a kind tell how far back 500 matches reach, since the planner's statistics know neither the workspace
-- nor words together. A word that none of them has is rare: all its matches are looked up at once (0.8 µs each). Any other
-- is looked up in a range of days (0.05 µs per document there), which grows until it holds enough. The beginning of a word
-- costs 0.2 µs per match whichever days are asked for, so a common one is found by walking back (0.8 µs per document).
DROP FUNCTION search_documents_of_workspace(text, text[], integer, integer);
CREATE FUNCTION search_documents_of_workspace(
  q text, types text[] DEFAULT NULL, how_many integer DEFAULT 20, skip integer DEFAULT 0
) RETURNS TABLE (type text, id uuid, rank real, title text, body text, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
SET search_path = pg_catalog, public, pg_temp SET client_min_messages = error
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $$
DECLARE
  bound constant uuid := nullif(current_setting('app.workspace_id', true), '')::uuid;
  query constant tsquery := search_query(q);
  most constant integer := 500;
  kind text;
  seen integer;
  -- Where documents are in the table: good for this statement's snapshot.
  places tid[] := '{}';
  those tid[];
  newest timestamptz;
  oldest timestamptz;
  since timestamptz;
  keys tsquery;
BEGIN
  IF bound IS NULL OR numnode(query) = 0 THEN
    RETURN;
  END IF;
  FOREACH kind IN ARRAY coalesce(types, ARRAY['feedback', 'idea', 'objective', 'initiative', 'company', 'contact']) LOOP
    SELECT count(*), coalesce(array_agg(n.ctid) FILTER (WHERE n.tsv @@ query), '{}'), max(n.at), min(n.at)
    INTO seen, those, newest, since
    FROM (
      SELECT d.ctid, d.tsv, d.at FROM search_documents d
      WHERE d.workspace_id = bound AND d.type = kind ORDER BY d.at DESC LIMIT 200
    ) n;
    IF seen < 200 THEN
      places := places || those;
      CONTINUE;
    ELSIF cardinality(those) >= 10 AND strpos(query::text, ':*') > 0 THEN
      -- @@ by its function's name, which no index answers.
      places := places || ARRAY(
        SELECT d.ctid FROM search_documents d
        WHERE d.workspace_id = bound AND d.type = kind AND ts_match_vq(d.tsv, query)
        ORDER BY d.at DESC LIMIT most);
      CONTINUE;
    END IF;
    SELECT d.at INTO oldest FROM search_documents d
    WHERE d.workspace_id = bound AND d.type = kind ORDER BY d.at LIMIT 1;
    LOOP
      since := CASE WHEN those <> '{}' THEN newest - (newest - since) * (1.3 * most / cardinality(those)) END;
      keys := query && CASE WHEN since > oldest THEN search_since(bound, kind, since, newest)
        ELSE format('''@%s''', search_scope(bound, kind))::tsquery END;
      IF kind = 'feedback' THEN
        those := ARRAY(
          SELECT d.ctid FROM search_documents d
          WHERE search_keys(d.workspace_id, d.type, d.at, d.tsv) @@ keys
            AND d.workspace_id = bound AND d.type = 'feedback'
          ORDER BY d.at DESC LIMIT most);
      ELSE
        those := ARRAY(
          SELECT d.ctid FROM search_documents d
          WHERE search_keys(d.workspace_id, d.type, d.at, d.tsv) @@ keys
            AND d.workspace_id = bound AND d.type = kind AND d.type <> 'feedback'
          ORDER BY d.at DESC LIMIT most);
      END IF;
      EXIT WHEN cardinality(those) = most OR since IS NULL OR since <= oldest;
    END LOOP;
    places := places || those;
  END LOOP;
  RETURN QUERY
  WITH best AS (
    SELECT d.ctid, ts_rank(d.tsv, query, 1) AS rank, d.at, d.id FROM search_documents d WHERE d.ctid = ANY (places)
    ORDER BY 2 DESC, d.at DESC, d.id DESC LIMIT how_many OFFSET skip
  )
  SELECT d.type, d.id, b.rank, d.title, left(d.body, 4000), d.at::timestamptz
  FROM best b JOIN search_documents d ON d.ctid = b.ctid
  ORDER BY b.rank DESC, b.at DESC, b.id DESC;
END $$;
REVOKE ALL ON FUNCTION search_documents_of_workspace(text, text[], integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_documents_of_workspace(text, text[], integer, integer) TO throughline_app;
