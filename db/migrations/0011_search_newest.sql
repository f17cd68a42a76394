-- Nothing is in these tables before the first release, so nobody waits for the locks.
-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion
-- uuid and text beside words in one index. A trusted extension: the database's owner may make it.
CREATE EXTENSION IF NOT EXISTS btree_gin;--> statement-breakpoint
DROP INDEX "search_documents_words";--> statement-breakpoint
CREATE INDEX "search_documents_newest" ON "search_documents" USING btree ("workspace_id","type","at");--> statement-breakpoint
CREATE INDEX "search_documents_words" ON "search_documents" USING gin ("workspace_id","type","tsv");

-- What a person typed, as a query: websearch syntax, and the last word also as the beginning of a longer one, since
-- people are still typing it. Two letters begin too many words; a word that was stemmed begins none.
CREATE OR REPLACE FUNCTION search_query(q text) RETURNS tsquery
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

-- The bound workspace's hits, best first, ranked among the 2,000 newest matches of each kind: ranking every match of a
-- common word would take seconds. Found words stand between U+0002 and U+0003 in the excerpt.
--
-- Two ways to the newest matches. A common word is found by walking back from the newest document (0.8 µs each), a rare
-- one by the word index (2.3 µs per match): in a kind of 100,000 they cost the same at 8 %. The newest 1,000 of a kind tell
-- which, since the planner's statistics know neither the workspace nor words together.
CREATE OR REPLACE FUNCTION search_documents_of_workspace(
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
      E'StartSel=\x02, StopSel=\x03, MaxWords=35, MinWords=15, MaxFragments=1'), b.at::timestamptz
  FROM best b JOIN search_documents d ON d.workspace_id = bound AND d.type = b.type AND d.id = b.id
  ORDER BY b.rank DESC, b.at DESC, b.id DESC;
END $$;
