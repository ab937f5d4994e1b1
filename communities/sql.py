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

SEEN_BY_RULE = """
CREATE VIEW communities_seen_by_rule WITH (security_invoker = true) AS
SELECT m.community_id, m.id AS membership_id, a.id AS audience_id, 'rule'::text AS reason
FROM communities_membership m
JOIN communities_audience a ON a.community_id = m.community_id
WHERE m.status = 'active' AND m.standing <> 'guest' AND NOT a.named_only
  AND (a.any_role OR EXISTS (
        SELECT 1 FROM communities_audiencerole ar
        JOIN communities_membershiprole mr ON mr.role_id = ar.role_id
        WHERE ar.audience_id = a.id AND mr.membership_id = m.id))
  AND (a.any_site OR EXISTS (
        SELECT 1 FROM communities_audiencesite s
        WHERE s.audience_id = a.id AND s.site_id = m.site_id))
  AND (a.any_circle OR EXISTS (
        SELECT 1 FROM communities_audiencecircle ac
        WHERE ac.audience_id = a.id AND ac.circle = m.circle))
"""

SEEN_AS_GUEST = """
CREATE VIEW communities_seen_as_guest WITH (security_invoker = true) AS
SELECT g.community_id, m.id AS membership_id, g.content_object_id AS audience_id,
       'guest'::text AS reason
FROM communities_audienceuserobjectpermission g
JOIN communities_membership m ON m.community_id = g.community_id AND m.user_id = g.user_id
WHERE m.status = 'active'
"""
