from django.db import migrations

# Translations and the names of files are found too: the worker writes each community's index anew.
INDEX_AGAIN = """
INSERT INTO communities_duework
  (kind, community_id, object_id, attempts, due_at, held, last_error, created_at)
SELECT 'rebuild_index', NULL, id, 0, now(), false, '', now() FROM communities_community
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0006_rank_first")]

    operations = [migrations.RunSQL(INDEX_AGAIN, migrations.RunSQL.noop)]
