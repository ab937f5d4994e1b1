"""What the migrations of the library write beside tables."""

# What was released is never changed. It can go whole, when its community or its author is erased.
FROZEN = [
    """
CREATE FUNCTION knowledge_snapshot_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a snapshot is never changed';
END $$
""",
    """
CREATE TRIGGER knowledge_snapshot_frozen BEFORE UPDATE ON knowledge_snapshot
  FOR EACH ROW EXECUTE FUNCTION knowledge_snapshot_frozen()
""",
]
THAWED = [
    "DROP TRIGGER knowledge_snapshot_frozen ON knowledge_snapshot",
    "DROP FUNCTION knowledge_snapshot_frozen()",
]
