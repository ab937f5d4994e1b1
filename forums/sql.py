"""The view by which facilitators see the forums they keep going, and what follows a file's row."""

from forums.dropped_file_sql import drop_file, drop_file_no_more

SEEN_AS_FACILITATOR = """
CREATE VIEW forums_seen_as_facilitator WITH (security_invoker = true) AS
SELECT g.community_id, m.id AS membership_id, f.audience_id, 'facilitator'::text AS reason
FROM forums_forumuserobjectpermission g
JOIN auth_permission p ON p.id = g.permission_id AND p.codename = 'facilitate_forum'
JOIN forums_forum f ON f.id = g.content_object_id
JOIN communities_membership m ON m.community_id = g.community_id AND m.user_id = g.user_id
WHERE m.status = 'active'
"""

# With the person beside the membership: communities.sql says why.
SEEN_AS_FACILITATOR_WITH_PERSON = SEEN_AS_FACILITATOR.replace(
    "CREATE VIEW", "CREATE OR REPLACE VIEW"
).replace("AS reason\n", "AS reason, m.user_id\n")

DROP_FILE = drop_file("forums_attachment", "attachments", "forums_drop_file")

DROP_FILE_NO_MORE = drop_file_no_more("forums_attachment", "forums_drop_file")
