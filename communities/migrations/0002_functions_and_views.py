from django.db import migrations

from communities import sql


class Migration(migrations.Migration):
    dependencies = [("communities", "0001_initial")]

    operations = [
        migrations.RunSQL(sql.MY_MEMBERSHIPS, "DROP FUNCTION my_memberships(bigint)"),
        migrations.RunSQL(
            "REVOKE ALL ON FUNCTION my_memberships(bigint) FROM PUBLIC", migrations.RunSQL.noop
        ),
        migrations.RunSQL(sql.SEEN_BY_RULE, "DROP VIEW communities_seen_by_rule"),
        migrations.RunSQL(sql.SEEN_AS_GUEST, "DROP VIEW communities_seen_as_guest"),
    ]
