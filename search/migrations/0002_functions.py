from django.db import migrations

from search import sql


def closed(name, arguments):
    return migrations.RunSQL(
        f"REVOKE ALL ON FUNCTION {name}({arguments}) FROM PUBLIC", migrations.RunSQL.noop
    )


class Migration(migrations.Migration):
    dependencies = [("communities", "0002_functions_and_views"), ("search", "0001_index")]

    operations = [
        migrations.RunSQL(
            sql.DICTIONARIES,
            [
                "DROP TEXT SEARCH CONFIGURATION search_english",
                "DROP TEXT SEARCH CONFIGURATION search_spanish",
            ],
        ),
        migrations.RunSQL(sql.STATISTICS, migrations.RunSQL.noop),
        migrations.RunSQL(sql.ONE_COMMUNITY, "DROP FUNCTION search_community()"),
        *(
            migrations.RunSQL(statement, f"DROP FUNCTION {name}({sql.SIGNATURES[name]})")
            for name, statement in (
                ("search_entries", sql.ENTRIES),
                ("search_alike", sql.ALIKE),
                ("search_spellings", sql.SPELLINGS),
            )
        ),
        *(closed(name, arguments) for name, arguments in sql.SIGNATURES.items()),
    ]
