import django.db.models.functions.comparison
from django.db import migrations, models

import accounts.models
from accounts import sql


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_case_and_sessions")]

    operations = [
        # Already there where docker/roles.sql made the database; the owner may make it too.
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS unaccent", migrations.RunSQL.noop),
        migrations.RunSQL(sql.FOLDED, "DROP FUNCTION folded(text)"),
        migrations.AddField(
            model_name="user",
            name="about_folded",
            field=models.GeneratedField(
                db_persist=True,
                expression=accounts.models.Folded("ask_me_about"),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="name_folded",
            field=models.GeneratedField(
                db_persist=True,
                expression=accounts.models.Folded(
                    django.db.models.functions.comparison.Coalesce(
                        django.db.models.functions.comparison.NullIf(
                            "display_name", models.Value("")
                        ),
                        models.Func(
                            "email", models.Value("@"), models.Value(1), function="split_part"
                        ),
                    )
                ),
                output_field=models.TextField(),
            ),
        ),
    ]
