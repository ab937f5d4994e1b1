from django.db import migrations

from digests import sql


class Migration(migrations.Migration):
    dependencies = [("digests", "0008_openings")]

    operations = [
        migrations.RunSQL(
            [sql.DROP_AT_OWN_HOUR, sql.DIGEST_DUE_OF_A_SHARE, sql.CLOSE_OF_A_SHARE],
            [sql.DROP_OF_A_SHARE, sql.DIGEST_DUE_AT_OWN_HOUR, sql.CLOSE_AT_OWN_HOUR],
        ),
    ]
