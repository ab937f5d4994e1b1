from django.db import migrations

from communities import sql


class Migration(migrations.Migration):
    dependencies = [("communities", "0003_provisioning_draft")]

    operations = [
        migrations.RunSQL(sql.SEEN_BY_RULE_WITH_PERSON, migrations.RunSQL.noop),
        migrations.RunSQL(sql.SEEN_AS_GUEST_WITH_PERSON, migrations.RunSQL.noop),
    ]
