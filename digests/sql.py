"""The function that the migrations make. Changed by a new migration, never in place."""

# Who is due, across communities. Called with what the clock says in each time zone: the zone, the
# day whose digest is due there, the moment that day's digest became due, and the week's Monday.
# A week's digest that could not go out on Monday goes out on Tuesday; later it waits for Monday.
# Who joined after the moment waits for the next one. Communities in `leave_out` are not looked at.
DIGEST_DUE = """
CREATE FUNCTION digest_due(zones text[], days date[], opened timestamptz[], mondays date[],
                           leave_out bigint[], people integer)
RETURNS TABLE (user_id bigint, community_id bigint, membership_id bigint, day date, weekly boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH due AS (
    SELECT m.user_id, m.community_id, m.id AS membership_id, z.day, m.pace = 'weekly' AS weekly
    FROM unnest(zones, days, opened, mondays) AS z (zone, day, opened, monday)
    JOIN accounts_user u ON u.time_zone = z.zone AND u.is_active
    JOIN communities_membership m ON m.user_id = u.id AND m.status = 'active'
    WHERE (m.joined_at IS NULL OR m.joined_at < z.opened)
      AND m.community_id <> ALL (leave_out)
      AND NOT EXISTS (
            SELECT 1 FROM digests_digestrun r WHERE r.user_id = u.id AND r.day >= z.day)
      AND (m.pace = 'daily' OR (
            m.pace = 'weekly' AND z.day <= z.monday + 1 AND NOT EXISTS (
              SELECT 1 FROM digests_digestrun r
              WHERE r.user_id = u.id AND r.weekly AND r.day >= z.monday)))
  ), first AS (
    SELECT due.user_id, min(due.community_id) AS home FROM due
    GROUP BY due.user_id ORDER BY home, due.user_id LIMIT people
  )
  SELECT due.* FROM due JOIN first ON first.user_id = due.user_id
  ORDER BY first.home, due.user_id, due.community_id
$$
"""

# Who paused his mails is not due before the day that he named.
DIGEST_DUE_UNLESS_PAUSED = DIGEST_DUE.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
).replace(
    "AND u.is_active\n",
    """AND u.is_active
      AND (u.mails_paused_until IS NULL OR u.mails_paused_until <= z.day)
""",
)

# With the hour and the weekday that each person chose. Called with what the clock says for each pair
# of zone and hour. Once a week is due on his day, or the day after it if that could not be; once a
# month on the first such day of the month, or the day after it. Who chooses another day waits for
# it, and no week has two: between two of them are four days at least.
DIGEST_DUE_AT_OWN_HOUR = """
CREATE FUNCTION digest_due(zones text[], hours integer[], days date[], opened timestamptz[],
                           leave_out bigint[], people integer)
RETURNS TABLE (user_id bigint, community_id bigint, membership_id bigint, day date, weekly boolean,
               monthly boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH clock AS (
    SELECT u.id, z.day, z.opened,
           z.day - (extract(isodow FROM z.day)::integer + 6 - u.digest_weekday) % 7 AS week,
           u.mails_paused_until
    FROM unnest(zones, hours, days, opened) AS z (zone, hour, day, opened)
    JOIN accounts_user u ON u.time_zone = z.zone AND u.digest_hour = z.hour AND u.is_active
    WHERE NOT EXISTS (
      SELECT 1 FROM digests_digestrun r WHERE r.user_id = u.id AND r.day >= z.day)
  ), due AS (
    SELECT m.user_id, m.community_id, m.id AS membership_id, c.day, m.pace = 'weekly' AS weekly,
           m.pace = 'monthly' AS monthly
    FROM clock c JOIN communities_membership m ON m.user_id = c.id AND m.status = 'active'
    WHERE (c.mails_paused_until IS NULL OR c.mails_paused_until <= c.day)
      AND (m.joined_at IS NULL OR m.joined_at < c.opened)
      AND m.community_id <> ALL (leave_out)
      AND (m.pace IN ('daily', 'concerns')
        OR (m.pace = 'weekdays' AND extract(isodow FROM c.day) <= 5)
        OR (m.pace = 'weekly' AND c.day <= c.week + 1 AND NOT EXISTS (
              SELECT 1 FROM digests_digestrun r
              WHERE r.user_id = c.id AND r.weekly AND r.day >= least(c.week, c.day - 3)))
        OR (m.pace = 'monthly' AND c.day <= c.week + 1 AND extract(day FROM c.week) <= 7
            AND NOT EXISTS (
              SELECT 1 FROM digests_digestrun r
              WHERE r.user_id = c.id AND r.monthly AND r.day >= date_trunc('month', c.week))))
  ), first AS (
    SELECT due.user_id, min(due.community_id) AS home FROM due
    GROUP BY due.user_id ORDER BY home, due.user_id LIMIT people
  )
  SELECT due.* FROM due JOIN first ON first.user_id = due.user_id
  ORDER BY first.home, due.user_id, due.community_id
$$
"""
DROP_BY_MONDAYS = (
    "DROP FUNCTION digest_due(text[], date[], timestamptz[], date[], bigint[], integer)"
)
AT_OWN_HOUR = "digest_due(text[], integer[], date[], timestamptz[], bigint[], integer)"
DROP_AT_OWN_HOUR = f"DROP FUNCTION {AT_OWN_HOUR}"
CLOSE_AT_OWN_HOUR = f"REVOKE ALL ON FUNCTION {AT_OWN_HOUR} FROM PUBLIC"

# The same for one share of all people, as notifications.ledger parts them; null: for everybody.
DIGEST_DUE_OF_A_SHARE = DIGEST_DUE_AT_OWN_HOUR.replace(
    "people integer)", "people integer, shares integer, share integer)"
).replace(
    "u.digest_hour = z.hour AND u.is_active\n    WHERE",
    """u.digest_hour = z.hour AND u.is_active
    WHERE (share IS NULL OR u.id % shares = share) AND""",
)
OF_A_SHARE = (
    "digest_due(text[], integer[], date[], timestamptz[], bigint[], integer, integer, integer)"
)
DROP_OF_A_SHARE = f"DROP FUNCTION {OF_A_SHARE}"
CLOSE_OF_A_SHARE = f"REVOKE ALL ON FUNCTION {OF_A_SHARE} FROM PUBLIC"
