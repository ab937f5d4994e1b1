from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_series_and_meetings")]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="has_own_place",
            field=models.BooleanField(default=False),
        ),
    ]
