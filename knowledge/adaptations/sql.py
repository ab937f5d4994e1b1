"""What follows the row of a file beside an outcome, as knowledge.files.sql has it for files."""

from forums.dropped_file_sql import drop_file, drop_file_no_more

DROP_FILE = drop_file("knowledge_outcomefile", "outcomes", "knowledge_drop_outcome_file")

DROP_FILE_NO_MORE = drop_file_no_more("knowledge_outcomefile", "knowledge_drop_outcome_file")
