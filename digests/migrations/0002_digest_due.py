from django.db import migrations

from digests import sql

SIGNATURE = "digest_due(text[], date[], timestamptz[], date[], bigint[], integer)"


class Migration(migrations.Migration):
    dependencies = [
        ("digests", "0001_initial"),
        ("accounts", "0001_initial"),
        ("communities", "0002_functions_and_views"),
    ]

    operations = [
        migrations.RunSQL(sql.DIGEST_DUE, f"DROP FUNCTION {SIGNATURE}"),
        migrations.RunSQL(
            f"REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC", migrations.RunSQL.noop
        ),
    ]
