from django.db import migrations

from search import sql

BEFORE = f"search_entries({sql.SIGNATURES['search_entries']})"
AFTER = f"search_entries({sql.ENTRIES_ABOUT_SIGNATURE})"


class Migration(migrations.Migration):
    dependencies = [("search", "0003_index_what_is_there")]

    operations = [
        migrations.RunSQL(
            [
                f"DROP FUNCTION {BEFORE}",
                sql.ENTRIES_ABOUT,
                f"REVOKE ALL ON FUNCTION {AFTER} FROM PUBLIC",
            ],
            [
                f"DROP FUNCTION {AFTER}",
                sql.ENTRIES,
                f"REVOKE ALL ON FUNCTION {BEFORE} FROM PUBLIC",
            ],
        )
    ]
