"""Migrate as the owner, then give the app role what it may do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Concatenate

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
        with constraints_added_in_place(), neighbours_left_alone():
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


@contextmanager
def neighbours_left_alone() -> Iterator[None]:
    """Let a migration add a table, a field or an index by making one model anew: its own.

    Django makes what is related anew as well, and what that is related to: here, where all belongs
    to a community, most models there are. `is_delayed` is its own word for leaving them as they
    were until Python of a migration asks for them, before which all are made.
    """
    usual = {name: getattr(ProjectState, name) for name in ("add_model", "add_field", "add_index")}

    def alone[**P](add: Callable[Concatenate[ProjectState, P], None]) -> Any:
        def change(state: ProjectState, *args: P.args, **kwargs: P.kwargs) -> None:
            def reload(app_label: str, model_name: str, **_delay: bool) -> None:
                if "apps" in vars(state):
                    state.is_delayed = True
                    state._reload({(app_label, model_name)})  # type: ignore[attr-defined]  # noqa: SLF001

            vars(state)["reload_model"] = reload
            try:
                add(state, *args, **kwargs)
            finally:
                del vars(state)["reload_model"]

        return change

    for name, add in usual.items():
        setattr(ProjectState, name, alone(add))
    try:
        yield
    finally:
        for name, add in usual.items():
            setattr(ProjectState, name, add)


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
