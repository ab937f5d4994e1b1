from django.db import migrations, models

from forums import sql


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0004_person_beside_membership"),
        ("forums", "0002_seen_as_facilitator"),
    ]

    operations = [
        migrations.RunSQL(sql.SEEN_AS_FACILITATOR_WITH_PERSON, migrations.RunSQL.noop),
        migrations.RemoveConstraint("topicreading", "forums_topicreading_once"),
        migrations.AddConstraint(
            "topicreading",
            models.UniqueConstraint(
                fields=("member", "topic"),
                include=("read_through", "community"),
                name="forums_topicreading_once",
            ),
        ),
    ]
