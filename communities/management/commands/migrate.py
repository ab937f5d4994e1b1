"""Migrate as the owner, then give the app role what it may do."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections
from django.db.migrations.state import ProjectState
from django.db.models import BaseConstraint
from psycopg import sql

from communities.audience_sources import audience_sources, audience_views
from communities.sql import MY_AUDIENCES

# The app role reads and writes rows. No TRUNCATE, which would pass the policies; no tables of its
# own; the record of migrations and guardian's generic tables are not its business.
GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {app}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app}",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {app}",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {app}",
    "REVOKE ALL ON guardian_userobjectpermission, guardian_groupobjectpermission FROM {app}",
)


class Command(DjangoMigrate):
    help = "Bring the database up to date, as its owner."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["database"] not in settings.DATABASES:
            raise CommandError("Set DATABASE_OWNER_URL: only the owner may change tables.")
        with constraints_added_in_place():
            super().handle(*args, **options)
        if not options.get("plan") and not options.get("check_unapplied"):
            write_the_predicate(options["database"])
            grant_to_the_app_role(options["database"])


@contextmanager
def constraints_added_in_place() -> Iterator[None]:
    """Let a migration add a constraint without making its model, and all related ones, anew.

    Django makes some forty models for each of hundreds of constraints: half of the time that a new
    database takes. PostgreSQL's schema editor reads no more of them than the names.
    """
    usual = ProjectState.add_constraint

    def add(
        state: ProjectState, app_label: str, model_name: str, constraint: BaseConstraint
    ) -> None:
        options = state.models[app_label, model_name].options
        options["constraints"] = [*options.get("constraints", []), constraint]
        if "apps" in vars(state):
            of_model = state.apps.get_model(app_label, model_name)._meta
            of_model.constraints = [*of_model.constraints, constraint]

    ProjectState.add_constraint = add  # type: ignore[assignment,method-assign]
    try:
        yield
    finally:
        ProjectState.add_constraint = usual  # type: ignore[method-assign]


def write_the_predicate(alias: str = "owner") -> None:
    """Write the function that asks all registered audience sources, once their views are there."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = 'public'")
        if set(audience_views()) <= {row[0] for row in cursor.fetchall()}:
            cursor.execute(MY_AUDIENCES.format(sources=audience_sources()))


def grant_to_the_app_role(alias: str = "owner") -> None:
    """Give the app role of DATABASE_URL its rights on all tables that exist now."""
    app = sql.Identifier(str(settings.DATABASES["default"]["USER"]))
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename IN "
            "('django_migrations', 'guardian_userobjectpermission')"
        )
        row = cursor.fetchone()
        if not row or row[0] < 2:
            return
        for grant in GRANTS:
            cursor.execute(sql.SQL(grant).format(app=app))
