"""Functions and views that the migrations make. Changed by a new migration, never in place."""

COMMUNITY_SCOPE = """
CREATE FUNCTION community_scope() RETURNS bigint[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE raw text := NULLIF(current_setting('porchlight.communities', true), '');
BEGIN
  IF raw IS NULL THEN RAISE EXCEPTION 'no community scope is active'; END IF;
  RETURN raw::bigint[];
END $$
"""

# A person's own memberships, across communities: the one look beyond the scope a page may take.
MY_MEMBERSHIPS = """
CREATE FUNCTION my_memberships(person bigint)
RETURNS TABLE (membership_id bigint, community_id bigint, slug varchar, name varchar,
               standing varchar, status varchar, pace varchar, has_unread boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.id, c.id, c.slug, c.name, m.standing, m.status, m.pace, m.has_unread
  FROM communities_membership m JOIN communities_community c ON c.id = m.community_id
  WHERE m.user_id = person ORDER BY c.name, c.id
$$
"""

# Arrays, not EXISTS: for one member PostgreSQL would hash the roles of all members.
SEEN_BY_RULE = """
CREATE VIEW communities_seen_by_rule WITH (security_invoker = true) AS
SELECT m.community_id, m.id AS membership_id, a.id AS audience_id, 'rule'::text AS reason
FROM communities_membership m
JOIN communities_audience a ON a.community_id = m.community_id
WHERE m.status = 'active' AND m.standing <> 'guest' AND NOT a.named_only
  AND (a.any_role OR
       ARRAY(SELECT mr.role_id FROM communities_membershiprole mr WHERE mr.membership_id = m.id)
       && ARRAY(SELECT ar.role_id FROM communities_audiencerole ar WHERE ar.audience_id = a.id))
  AND (a.any_site OR m.site_id = ANY (ARRAY(
        SELECT s.site_id FROM communities_audiencesite s WHERE s.audience_id = a.id)))
  AND (a.any_circle OR m.circle = ANY (ARRAY(
        SELECT ac.circle FROM communities_audiencecircle ac WHERE ac.audience_id = a.id)))
"""

SEEN_AS_GUEST = """
CREATE VIEW communities_seen_as_guest WITH (security_invoker = true) AS
SELECT g.community_id, m.id AS membership_id, g.content_object_id AS audience_id,
       'guest'::text AS reason
FROM communities_audienceuserobjectpermission g
JOIN communities_membership m ON m.community_id = g.community_id AND m.user_id = g.user_id
WHERE m.status = 'active'
"""

# With the person beside the membership, for look-ups that begin with a person's own grants.
SEEN_BY_RULE_WITH_PERSON = SEEN_BY_RULE.replace("CREATE VIEW", "CREATE OR REPLACE VIEW").replace(
    "AS reason\n", "AS reason, m.user_id\n"
)
SEEN_AS_GUEST_WITH_PERSON = SEEN_AS_GUEST.replace("CREATE VIEW", "CREATE OR REPLACE VIEW").replace(
    "AS reason\n", "AS reason, m.user_id\n"
)

# The audiences of one member, asked in every request: the function keeps its plan. The person is
# looked up first: grants are found by him, not by going through those of all members.
MY_AUDIENCES = """
CREATE OR REPLACE FUNCTION audiences_of(member bigint) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE person bigint := (SELECT user_id FROM communities_membership WHERE id = member);
BEGIN
  RETURN QUERY SELECT DISTINCT seen.audience_id FROM ({sources}) AS seen
               WHERE seen.membership_id = member AND seen.user_id = person
               ORDER BY seen.audience_id;
END $$
"""
