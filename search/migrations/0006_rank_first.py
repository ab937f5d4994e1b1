from django.db import migrations

from search import sql


class Migration(migrations.Migration):
    dependencies = [("search", "0005_rank_by_thread")]

    operations = [migrations.RunSQL(sql.ENTRIES_RANKED_FIRST, sql.ENTRIES_BY_THREAD)]
