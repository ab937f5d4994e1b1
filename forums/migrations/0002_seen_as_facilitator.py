from django.db import migrations

from forums import sql


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("communities", "0002_functions_and_views"),
        ("forums", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(sql.SEEN_AS_FACILITATOR, "DROP VIEW forums_seen_as_facilitator"),
    ]
