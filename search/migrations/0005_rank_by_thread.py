from django.db import migrations

from search import sql


class Migration(migrations.Migration):
    dependencies = [("search", "0004_entries_about")]

    operations = [
        migrations.RunSQL(
            sql.ENTRIES_BY_THREAD, sql.ENTRIES_ABOUT.replace("CREATE", "CREATE OR REPLACE", 1)
        )
    ]
