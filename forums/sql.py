"""The view by which facilitators see the forums they keep going, and what follows a file's row."""

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

# However a file's row goes (a changed post, a whole community), the file goes after the commit.
DROP_FILE = """
CREATE FUNCTION forums_drop_file() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE dropped bigint;
BEGIN
  INSERT INTO forums_droppedfile (name)
  VALUES ('attachments/' || OLD.community_id || '/' || OLD.key) RETURNING id INTO dropped;
  INSERT INTO communities_duework
    (kind, community_id, object_id, attempts, due_at, held, last_error, created_at)
  VALUES ('drop_file', NULL, dropped, 0, now(), false, '', now());
  RETURN NULL;
END $$;
CREATE TRIGGER forums_attachment_dropped AFTER DELETE ON forums_attachment
FOR EACH ROW EXECUTE FUNCTION forums_drop_file();
"""

DROP_FILE_NO_MORE = """
DROP TRIGGER forums_attachment_dropped ON forums_attachment;
DROP FUNCTION forums_drop_file();
"""
