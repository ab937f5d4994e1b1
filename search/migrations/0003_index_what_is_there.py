from django.db import migrations

# What was written before there was a search: the worker indexes it, each community a piece of work.
INDEX_ALL = """
INSERT INTO communities_duework
  (kind, community_id, object_id, attempts, due_at, held, last_error, created_at)
SELECT 'rebuild_index', NULL, id, 0, now(), false, '', now() FROM communities_community
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0002_functions")]

    operations = [migrations.RunSQL(INDEX_ALL, migrations.RunSQL.noop)]
