"""What follows the rows of files that were released: frozen as their snapshot, and dropped after it."""

# A key can have a row in each snapshot of an address: the file goes with the last of them.
DROP_FILE = """
CREATE FUNCTION knowledge_drop_snapshot_file() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE dropped bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM knowledge_snapshotfile WHERE key = OLD.key) THEN
    INSERT INTO forums_droppedfile (name)
    VALUES ('commons/' || OLD.community_id || '/' || OLD.key) RETURNING id INTO dropped;
    INSERT INTO communities_duework
      (kind, community_id, object_id, attempts, due_at, held, last_error, created_at)
    VALUES ('drop_file', NULL, dropped, 0, now(), false, '', now());
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER knowledge_snapshotfile_dropped AFTER DELETE ON knowledge_snapshotfile
FOR EACH ROW EXECUTE FUNCTION knowledge_drop_snapshot_file();
CREATE TRIGGER knowledge_snapshotfile_frozen BEFORE UPDATE ON knowledge_snapshotfile
FOR EACH ROW EXECUTE FUNCTION knowledge_snapshot_frozen();
"""

DROP_FILE_NO_MORE = """
DROP TRIGGER knowledge_snapshotfile_frozen ON knowledge_snapshotfile;
DROP TRIGGER knowledge_snapshotfile_dropped ON knowledge_snapshotfile;
DROP FUNCTION knowledge_drop_snapshot_file();
"""
