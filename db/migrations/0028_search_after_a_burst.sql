-- When the newest documents of a workspace have all come within a minute, as while an import runs, it was thought to have
-- millions of them, and its matches were looked for in far too short ranges, one after the other.

-- Where the newest matches of one kind are in the table, at most `most`: good for the statement's snapshot. Only those
-- before (`until`, `until_id`), where these are given.
--
-- The newest 200 tell how much matches and how far back that reaches, since the planner's statistics know neither the
-- workspace nor words together; of documents there are never more than the planner knows of in all workspaces (the newest
-- may have come together in a minute). Where none of them matches, some from every eighth of the time tell, and from a sixteenth
-- of it ago, and so on; where the matches end is then found by halving. What none of those has is rare: all its matches
-- are looked up at once (1 µs each, or 8 µs in a table larger than the cache). Anything else is looked up in a range of
-- days (0.1 µs per document there), and in the one before it, ever longer, until there are enough; unless all its matches
-- are the less work. The beginning of a word costs 0.2 µs per match whichever days are asked for, so a common one is
-- looked for by walking back first (2 µs per document).
CREATE OR REPLACE FUNCTION search_newest(bound uuid, kind text, words tsquery, asked tsquery, most integer,
  until timestamptz DEFAULT 'infinity', until_id uuid DEFAULT 'ffffffff-ffff-ffff-ffff-ffffffffffff')
RETURNS tid[] LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  sample constant integer := 200;
  -- What the index tells apart.
  day constant interval := '1 day';
  wanted constant tsquery := CASE WHEN words IS NULL THEN asked WHEN asked IS NULL THEN words ELSE words && asked END;
  seen integer;
  places tid[];
  found tid[];
  -- Of the documents, how much matches; and how many there are, by the newest of them.
  share double precision;
  documents double precision;
  newest timestamptz;
  oldest timestamptz;
  since timestamptz;
  step interval;
  keys tsquery;
  walked integer := 0;
  chunk integer;
BEGIN
  SELECT count(*), coalesce(array_agg(n.ctid) FILTER (
    WHERE (words IS NULL OR n.tsv @@ words) AND (asked IS NULL OR n.facets @@ asked)), '{}'), max(n.at), min(n.at)
  INTO seen, places, newest, since
  FROM (
    SELECT d.ctid, d.tsv, d.facets, d.at FROM search_documents d
    WHERE d.workspace_id = bound AND d.type = kind AND d.at <= until AND (d.at, d.id) < (until, until_id)
    ORDER BY d.at DESC, d.id DESC LIMIT sample
  ) n;
  IF seen < sample OR cardinality(places) >= most THEN
    RETURN places[:most];
  END IF;
  SELECT d.at INTO oldest FROM search_documents d
  WHERE d.workspace_id = bound AND d.type = kind ORDER BY d.at LIMIT 1;
  share := cardinality(places)::double precision / sample;
  step := newest - since;
  documents := sample * least(extract(epoch FROM newest - oldest) / greatest(extract(epoch FROM step), 0.001), 50000);
  -- By the last vacuum or analysis, and what came since.
  SELECT least(documents, CASE WHEN known >= sample THEN known END) INTO documents
  FROM pg_class i, pg_class t, pg_stat_get_live_tuples(t.oid) AS live, LATERAL (
    SELECT CASE WHEN i.reltuples > 0 THEN i.reltuples * greatest(live / t.reltuples, 1) ELSE live END AS known
  ) k
  WHERE i.oid = CASE WHEN kind = 'feedback' THEN 'search_documents_feedback' ELSE 'search_documents_others' END::regclass
    AND t.oid = 'search_documents'::regclass;
  since := newest;
  IF share = 0 THEN
    SELECT max(n.at), count(*) / (17 * sample / 10.0) INTO since, share FROM (
      SELECT eighth / 8.0 FROM generate_series(2, 8) AS eighth UNION ALL SELECT 1 / 2.0 ^ k FROM generate_series(3, 12) AS k
    ) AS ago (share), LATERAL (
      SELECT d.at, d.tsv, d.facets FROM search_documents d
      WHERE d.workspace_id = bound AND d.type = kind AND d.at >= newest - (newest - oldest) * ago.share
      ORDER BY d.at LIMIT sample / 10
    ) n WHERE (words IS NULL OR ts_match_vq(n.tsv, words)) AND (asked IS NULL OR ts_match_vq(n.facets, asked));
  END IF;
  places := '{}';
  IF strpos(wanted::text, ':*') > 0 AND share * share * documents > 10 * most THEN
    WHILE walked < 20000 LOOP
      chunk := least(2 * (most - cardinality(places)) / share, 10000);
      -- @@ by its function's name, which no index answers.
      SELECT count(*), coalesce(array_agg(n.ctid) FILTER (WHERE (words IS NULL OR ts_match_vq(n.tsv, words))
        AND (asked IS NULL OR ts_match_vq(n.facets, asked))), '{}'), min(n.at), (array_agg(n.id))[count(*)]
      INTO seen, found, until, until_id
      FROM (
        SELECT d.ctid, d.id, d.at, d.tsv, d.facets FROM search_documents d
        WHERE d.workspace_id = bound AND d.type = kind AND d.at <= until AND (d.at, d.id) < (until, until_id)
        ORDER BY d.at DESC, d.id DESC LIMIT chunk
      ) n;
      places := places || found;
      IF seen < chunk OR cardinality(places) >= most THEN
        RETURN places[:most];
      END IF;
      walked := walked + seen;
    END LOOP;
    newest := until;
    since := least(since, newest);
  END IF;
  -- 4 µs times all matches, against twice 0.1 µs times the documents that hold `most` of them.
  IF share * share * documents < 0.05 * most THEN
    since := NULL;
  ELSE
    IF since < newest AND walked = 0 THEN
      -- The matches end there, or up to the next look later.
      step := least((newest - since) / 2, (newest - oldest) / 8);
      FOR halved IN 1..7 LOOP
        step := step / 2;
        SELECT coalesce(max(n.at), since) INTO since FROM (
          SELECT d.at, d.tsv, d.facets FROM search_documents d
          WHERE d.workspace_id = bound AND d.type = kind AND d.at >= since + step
          ORDER BY d.at LIMIT sample / 10
        ) n WHERE (words IS NULL OR ts_match_vq(n.tsv, words)) AND (asked IS NULL OR ts_match_vq(n.facets, asked));
      END LOOP;
    END IF;
    step := greatest((newest - oldest) * (1.3 * (most - cardinality(places)) / share / documents), day);
    since := since - step;
  END IF;
  LOOP
    -- `since` stands in an OR, so that the index of words is asked and not that of times.
    keys := wanted && CASE WHEN since > oldest THEN search_days(bound, kind, since, newest)
      ELSE format($q$'@%s'$q$, search_scope(bound, kind))::tsquery END;
    IF kind = 'feedback' THEN
      found := ARRAY(
        SELECT d.ctid FROM search_documents d
        WHERE search_keys(d.workspace_id, d.type, d.at, d.tsv, d.facets) @@ keys AND d.workspace_id = bound
          AND d.type = 'feedback' AND (d.at, d.id) < (until, until_id) AND (since IS NULL OR d.at >= since)
        ORDER BY d.at DESC, d.id DESC LIMIT most - cardinality(places));
    ELSE
      found := ARRAY(
        SELECT d.ctid FROM search_documents d
        WHERE search_keys(d.workspace_id, d.type, d.at, d.tsv, d.facets) @@ keys AND d.workspace_id = bound
          AND d.type = kind AND d.type <> 'feedback' AND (d.at, d.id) < (until, until_id) AND (since IS NULL OR d.at >= since)
        ORDER BY d.at DESC, d.id DESC LIMIT most - cardinality(places));
    END IF;
    places := places || found;
    EXIT WHEN cardinality(places) = most OR since IS NULL OR since <= oldest;
    until := since;
    until_id := '00000000-0000-0000-0000-000000000000';
    newest := since;
    step := greatest(step * least(10, 1.3 * (most - cardinality(places)) / greatest(cardinality(found), 1)), day);
    since := since - step;
  END LOOP;
  RETURN places;
END $$;
