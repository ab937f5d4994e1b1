"""What follows the row of a file beside a series. The table of files to be deleted is the forums' own."""

from forums.dropped_file_sql import drop_file, drop_file_no_more

DROP_FILE = drop_file("meetings_seriesfile", "meetings", "meetings_drop_file", shared=True)

DROP_FILE_NO_MORE = drop_file_no_more("meetings_seriesfile", "meetings_drop_file")
