-- What one person has sent in, page by page. What imports and API keys bring is nobody's own.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX "feedback_by_submitter" ON "feedback" USING btree ("workspace_id","created_by","id") WHERE "feedback"."created_by_kind" = 'member' and "feedback"."deleted_at" is null;

-- Records of a kind in the bound workspace that share words with a text, the most alike first: for somebody who is still
-- writing it (`beginning` is the word under way), so its time must not grow with the workspace. Common words find nothing
-- and would find everything: how common one is, the newest 150 records tell; the twelve rarest are looked for, together,
-- among their newest 400 matches (search_newest). Each that a record has counts by its rarity, in the title two and a
-- half times; one word alone must be in the title.
CREATE FUNCTION search_alike_of_workspace(said text, beginning text, kind text, how_many integer)
RETURNS TABLE (id uuid, rank real, words text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
SET search_path = pg_catalog, public, pg_temp SET client_min_messages = error
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  bound constant uuid := nullif(current_setting('app.workspace_id', true), '')::uuid;
  sample constant integer := 150;
  lexemes text[];
  weights real[];
  queries text[];
  told integer;
  found tid[];
BEGIN
  IF bound IS NULL THEN
    RETURN;
  END IF;
  WITH newest AS (
    SELECT d.tsv FROM search_documents d WHERE d.workspace_id = bound AND d.type = kind
    ORDER BY d.at DESC, d.id DESC LIMIT sample
  ), common AS (
    SELECT l.lexeme, count(*) AS times FROM newest n, unnest(tsvector_to_array(n.tsv)) AS l(lexeme) GROUP BY 1
  ), told AS (
    SELECT t.lexeme, coalesce(c.times, 0) AS times
    FROM (
      SELECT u.lexeme FROM unnest(to_tsvector('english', said) || search_pairs(said)) u
      WHERE length(u.lexeme) BETWEEN 2 AND 60 ORDER BY u.positions[1] LIMIT 60
    ) t LEFT JOIN common c USING (lexeme)
  ), telling AS (
    SELECT t.lexeme, ln((sample + 1) / (t.times + 0.5))::real AS weight FROM told t
    WHERE t.times <= greatest((SELECT count(*) FROM newest) / 5, 2)
    ORDER BY t.times, length(t.lexeme) DESC, t.lexeme LIMIT 12
  )
  SELECT array_agg(t.lexeme), array_agg(t.weight),
    array_agg('''' || replace(replace(t.lexeme, '\', '\\'), '''', '''''') || '''')
  INTO lexemes, weights, queries FROM telling t;
  told := coalesce(cardinality(lexemes), 0);
  IF beginning IS NOT NULL THEN
    lexemes := lexemes || beginning;
    weights := weights || 1::real;
    queries := queries || ('''' || replace(replace(beginning, '\', '\\'), '''', '''''') || ''':*');
  END IF;
  IF lexemes IS NULL THEN
    RETURN;
  END IF;
  found := search_newest(bound, kind, array_to_string(queries, ' | ')::tsquery, NULL, 400);
  RETURN QUERY
  SELECT h.id, h.rank, h.words FROM (
    SELECT d.id, d.at, sum(w.weight * CASE WHEN ts_match_vq(d.tsv, w.in_title) THEN 2.5 ELSE 1 END)::real AS rank,
      count(*) FILTER (WHERE w.place <= told) AS times, bool_or(ts_match_vq(d.tsv, w.in_title)) AS is_titled, array_agg(w.lexeme) AS words
    FROM search_documents d,
      (SELECT u.lexeme, u.weight, u.place, u.query::tsquery AS anywhere,
        (u.query || CASE WHEN right(u.query, 2) = ':*' THEN 'A' ELSE ':A' END)::tsquery AS in_title
       FROM unnest(lexemes, weights, queries) WITH ORDINALITY AS u(lexeme, weight, query, place)) w
    WHERE d.ctid = ANY (found) AND ts_match_vq(d.tsv, w.anywhere)
    GROUP BY d.id, d.at
  ) h
  WHERE h.times > 1 OR h.is_titled
  ORDER BY h.rank DESC, h.at DESC, h.id DESC LIMIT how_many;
END $$;
REVOKE ALL ON FUNCTION search_alike_of_workspace(text, text, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_alike_of_workspace(text, text, text, integer) TO throughline_app;
