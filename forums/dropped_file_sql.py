"""A trigger for tables of files: however a row goes, its file goes after the commit.

A changed post, a deleted draft, a whole community: the trigger notes the file's name in a table of
its own, with the work of deleting it.
"""


def drop_file(table: str, folder: str, function: str, *, shared: bool = False) -> str:
    """Return a function, and a trigger that calls it for each row of `table` that goes.

    The file's place in the storage is `folder`/community/key. Where it is `shared`, several rows have
    one key, and the file goes with the last of them.
    """
    same = f"SELECT 1 FROM {table} WHERE community_id = OLD.community_id AND key = OLD.key"  # noqa: S608
    unless = f"  IF EXISTS ({same}) THEN RETURN NULL; END IF;\n" if shared else ""
    return f"""
CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE dropped bigint;
BEGIN
{unless}  INSERT INTO forums_droppedfile (name)
  VALUES ('{folder}/' || OLD.community_id || '/' || OLD.key) RETURNING id INTO dropped;
  INSERT INTO communities_duework
    (kind, community_id, object_id, attempts, due_at, held, last_error, created_at)
  VALUES ('drop_file', NULL, dropped, 0, now(), false, '', now());
  RETURN NULL;
END $$;
CREATE TRIGGER {table}_dropped AFTER DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {function}();
"""  # noqa: S608  (the names are ours)


def drop_file_no_more(table: str, function: str) -> str:
    """Return what takes both away."""
    return f"""
DROP TRIGGER {table}_dropped ON {table};
DROP FUNCTION {function}();
"""
