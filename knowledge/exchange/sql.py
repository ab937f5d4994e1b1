"""What follows the row of something that goes out or in, as knowledge.files.sql has it for files."""

from forums.dropped_file_sql import drop_file, drop_file_no_more

DROP_FILE = drop_file("knowledge_libraryexport", "library-exchange", "knowledge_drop_exchanged")

DROP_FILE_NO_MORE = drop_file_no_more("knowledge_libraryexport", "knowledge_drop_exchanged")

IMPORTS_DROP_FILE = """
CREATE TRIGGER knowledge_libraryimport_dropped AFTER DELETE ON knowledge_libraryimport
FOR EACH ROW EXECUTE FUNCTION knowledge_drop_exchanged();
"""

IMPORTS_DROP_FILE_NO_MORE = (
    "DROP TRIGGER knowledge_libraryimport_dropped ON knowledge_libraryimport;"
)
