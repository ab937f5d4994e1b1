"""What follows a file's row. The table of files to be deleted is the forums' own."""

from forums.dropped_file_sql import drop_file, drop_file_no_more

DROP_FILE = drop_file("knowledge_resourcefile", "library", "knowledge_drop_file")

DROP_FILE_NO_MORE = drop_file_no_more("knowledge_resourcefile", "knowledge_drop_file")
