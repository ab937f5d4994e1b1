"""What follows a file's row. The table of files to be deleted is the forums' own."""

# However a file's row goes (a deleted draft, a whole community), the file goes after the commit.
DROP_FILE = """
CREATE FUNCTION knowledge_drop_file() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE dropped bigint;
BEGIN
  INSERT INTO forums_droppedfile (name)
  VALUES ('library/' || OLD.community_id || '/' || OLD.key) RETURNING id INTO dropped;
  INSERT INTO communities_duework
    (kind, community_id, object_id, attempts, due_at, held, last_error, created_at)
  VALUES ('drop_file', NULL, dropped, 0, now(), false, '', now());
  RETURN NULL;
END $$;
CREATE TRIGGER knowledge_resourcefile_dropped AFTER DELETE ON knowledge_resourcefile
FOR EACH ROW EXECUTE FUNCTION knowledge_drop_file();
"""

DROP_FILE_NO_MORE = """
DROP TRIGGER knowledge_resourcefile_dropped ON knowledge_resourcefile;
DROP FUNCTION knowledge_drop_file();
"""
