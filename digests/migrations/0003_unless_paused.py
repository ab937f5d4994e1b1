from django.db import migrations

from digests import sql


class Migration(migrations.Migration):
    dependencies = [
        ("digests", "0002_digest_due"),
        ("accounts", "0004_mails_paused"),
    ]

    operations = [
        migrations.RunSQL(
            sql.DIGEST_DUE_UNLESS_PAUSED,
            sql.DIGEST_DUE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
        ),
    ]
