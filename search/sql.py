"""Functions that the migrations make. Changed by a new migration, never in place.

They run as the owner, since PostgreSQL uses the index of `@@` and `%` only where no policy stands in
front of it. So each looks at the one community of the scope, which it asks for itself, and at the
audiences it is given: those of the member who asks.
"""

# Accents are taken away before the stem is, in texts and in questions alike.
DICTIONARIES = [
    f"""
CREATE TEXT SEARCH CONFIGURATION search_{language} (COPY = pg_catalog.{language});
ALTER TEXT SEARCH CONFIGURATION search_{language}
  ALTER MAPPING FOR hword, hword_part, word WITH unaccent, {language}_stem;
"""
    for language in ("english", "spanish")
]

# The statistics tell common words from rare ones, and so the better of the two ways to find them.
STATISTICS = "ALTER TABLE search_entry ALTER COLUMN vector SET STATISTICS 500"

ONE_COMMUNITY = """
CREATE FUNCTION search_community() RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE communities bigint[] := community_scope();
BEGIN
  IF cardinality(communities) <> 1 THEN RAISE EXCEPTION 'search is of one community'; END IF;
  RETURN communities[1];
END $$
"""

# One row for each thread, best first, of the newest 2,000 entries that fit: ranking all of a common
# word would cost too much. `more` counts the thread's other entries, `threads` and `entries` all.
ENTRIES = """
CREATE FUNCTION search_entries(
  english text, spanish text, audiences bigint[], kinds text[], in_place text, by_role bigint,
  by_site bigint, since timestamptz, until timestamptz, answered boolean, skip integer, take integer)
RETURNS TABLE (kind varchar, object_id bigint, language varchar, more bigint, threads bigint,
               entries bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
-- A plan for each question: a common word is walked to, a rare one looked up.
SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  here bigint := search_community();
  in_english tsquery := websearch_to_tsquery('search_english', english);
  in_spanish tsquery := websearch_to_tsquery('search_spanish', spanish);
BEGIN
  RETURN QUERY
  WITH newest AS MATERIALIZED (
    SELECT e.kind, e.object_id, e.language, e.thread, e.moment, e.vector
    FROM search_entry e
    WHERE e.community_id = here AND e.audience_id = ANY (audiences)
      AND (e.language = 'es' AND e.vector @@ in_spanish
           OR e.language <> 'es' AND e.vector @@ in_english)
      AND (kinds IS NULL OR e.kind = ANY (kinds))
      AND (in_place IS NULL OR e.place = in_place)
      AND (since IS NULL OR e.moment >= since) AND (until IS NULL OR e.moment < until)
      AND (NOT answered OR e.is_answered)
      AND (by_role IS NULL OR e.author_id IN (
            SELECT r.membership_id FROM communities_membershiprole r
            WHERE r.community_id = here AND r.role_id = by_role))
      AND (by_site IS NULL OR e.author_id IN (
            SELECT m.id FROM communities_membership m
            WHERE m.community_id = here AND m.site_id = by_site))
    ORDER BY e.moment DESC LIMIT 2000
  ), ranked AS (
    -- What was written a year ago counts half.
    SELECT n.kind, n.object_id, n.language, n.thread, n.moment,
           ts_rank(n.vector, CASE n.language WHEN 'es' THEN in_spanish ELSE in_english END)
           / (1 + extract(epoch FROM now() - n.moment) / 31557600) AS rank
    FROM newest n
  ), best AS (
    SELECT DISTINCT ON (r.thread) r.*, count(*) OVER (PARTITION BY r.thread) AS together
    FROM ranked r ORDER BY r.thread, r.rank DESC, r.moment DESC
  )
  SELECT b.kind, b.object_id, b.language, b.together - 1, count(*) OVER (),
         (SELECT count(*) FROM newest)
  FROM best b ORDER BY b.rank DESC, b.moment DESC, b.object_id DESC OFFSET skip LIMIT take;
END $$
"""

# As above, of some threads only where any are given.
ENTRIES_ABOUT = ENTRIES.replace(
    "answered boolean,", "answered boolean, threads_about text[],"
).replace(
    "AND (NOT answered OR e.is_answered)",
    "AND (NOT answered OR e.is_answered)\n"
    "      AND (threads_about IS NULL OR e.thread = ANY (threads_about))",
)

# The same rows for half the time: each entry is ranked where it is found, and only of the threads that
# are shown the best entry is looked up again.
_HEAD, _, _OLD = ENTRIES_ABOUT.partition("  WITH newest")
_FITS = _OLD[_OLD.index("WHERE") : _OLD.index("    ORDER BY e.moment")].rstrip()
ENTRIES_BY_THREAD = f"""{_HEAD.replace("CREATE", "CREATE OR REPLACE")}
  WITH newest AS MATERIALIZED (
    -- What was written a year ago counts half.
    SELECT n.kind, n.object_id, n.language, n.thread, n.moment,
           ts_rank(n.vector, CASE n.language WHEN 'es' THEN in_spanish ELSE in_english END)
           / (1 + date_part('epoch', now() - n.moment) / 31557600) AS rank
    FROM (SELECT e.* FROM search_entry e {_FITS} ORDER BY e.moment DESC LIMIT 2000) AS n
  ), page AS (
    SELECT n.thread, max(n.rank) AS rank, max(n.moment) AS newest, count(*) AS together,
           count(*) OVER () AS threads, sum(count(*)) OVER ()::bigint AS entries
    FROM newest n GROUP BY n.thread
    ORDER BY rank DESC, newest DESC, n.thread OFFSET skip LIMIT take
  ), best AS (
    SELECT DISTINCT ON (p.thread) n.kind, n.object_id, n.language, p.*
    FROM page p JOIN newest n ON n.thread = p.thread AND n.rank = p.rank
    ORDER BY p.thread, n.moment DESC, n.object_id DESC
  )
  SELECT b.kind, b.object_id, b.language, b.together - 1, b.threads, b.entries
  FROM best b ORDER BY b.rank DESC, b.newest DESC, b.thread;
END $$
"""  # noqa: S608  (text of ours only)

# The same rows again. Ranked before they are put in order, entries that are looked up and not walked to
# are sorted without their stems, in memory.
_RANKED = ENTRIES_BY_THREAD.index("    -- What was"), ENTRIES_BY_THREAD.index("  ), page AS")
ENTRIES_RANKED_FIRST = f"""{ENTRIES_BY_THREAD[: _RANKED[0]]}\
    -- What was written a year ago counts half.
    SELECT e.kind, e.object_id, e.language, e.thread, e.moment,
           ts_rank(e.vector, CASE e.language WHEN 'es' THEN in_spanish ELSE in_english END)
           / (1 + date_part('epoch', now() - e.moment) / 31557600) AS rank
    FROM search_entry e {_FITS} ORDER BY e.moment DESC LIMIT 2000
{ENTRIES_BY_THREAD[_RANKED[1] :]}"""  # noqa: S608  (text of ours only)

# Things whose titles share words with a title that is being typed, most words first.
ALIKE = """
CREATE FUNCTION search_alike(
  english text, spanish text, audiences bigint[], wanted_kind text, take integer)
RETURNS TABLE (object_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  here bigint := search_community();
  stems text[] := ARRAY(
    SELECT quote_literal(stem) || ':A' FROM unnest(tsvector_to_array(
      to_tsvector('search_english', english) || to_tsvector('search_spanish', spanish))) AS stem
    ORDER BY length(stem) DESC LIMIT 24);
  any_of tsquery := array_to_string(stems, ' | ')::tsquery;
BEGIN
  RETURN QUERY
  WITH newest AS MATERIALIZED (
    SELECT e.object_id, e.moment, e.vector FROM search_entry e
    WHERE e.community_id = here AND e.audience_id = ANY (audiences) AND e.kind = wanted_kind
      AND e.vector @@ any_of
    ORDER BY e.moment DESC LIMIT 500
  ), counted AS (
    SELECT n.object_id, n.moment,
           (SELECT count(*) FROM unnest(stems) AS stem WHERE n.vector @@ stem::tsquery) AS shared
    FROM newest n
  )
  -- One word of many says little.
  SELECT c.object_id FROM counted c WHERE c.shared >= least(2, cardinality(stems))
  ORDER BY c.shared DESC, c.moment DESC, c.object_id DESC LIMIT take;
END $$
"""

# For each word that is not known, the one most like it that these audiences have read.
SPELLINGS = """
CREATE FUNCTION search_spellings(given text[], audiences bigint[])
RETURNS TABLE (folded text, word varchar)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE here bigint := search_community();
BEGIN
  RETURN QUERY
  SELECT g.asked, alike.word FROM unnest(given) AS g (asked)
  CROSS JOIN LATERAL (
    SELECT w.word FROM search_word w
    WHERE w.community_id = here AND w.audience_id = ANY (audiences)
      AND w.folded % g.asked AND similarity(w.folded, g.asked) >= 0.45
    ORDER BY similarity(w.folded, g.asked) DESC, w.folded LIMIT 1) AS alike
  WHERE NOT EXISTS (
    SELECT 1 FROM search_word k WHERE k.community_id = here AND k.audience_id = ANY (audiences)
      AND k.folded = g.asked);
END $$
"""

SIGNATURES = {
    "search_entries": "text, text, bigint[], text[], text, bigint, bigint, timestamptz, timestamptz, "
    "boolean, integer, integer",
    "search_alike": "text, text, bigint[], text, integer",
    "search_spellings": "text[], bigint[]",
}
ENTRIES_ABOUT_SIGNATURE = SIGNATURES["search_entries"].replace("boolean,", "boolean, text[],")
