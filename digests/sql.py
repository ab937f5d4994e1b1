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
