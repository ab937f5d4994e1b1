"""The database role that serves people must not be able to pass the walls between communities."""

from typing import Any
from weakref import WeakSet

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper

# Asked once for each new connection of the app's alias. Membership counts without inheritance too:
# SET ROLE is enough.
FAULTS_SQL = """
SELECT EXISTS (SELECT 1 FROM pg_roles x
               WHERE x.rolsuper AND pg_has_role(session_user, x.oid, 'MEMBER')),
       EXISTS (SELECT 1 FROM pg_roles x
               WHERE x.rolbypassrls AND pg_has_role(session_user, x.oid, 'MEMBER')),
       EXISTS (SELECT 1 FROM pg_class c
               WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
                 AND pg_has_role(session_user, c.relowner, 'MEMBER')),
       EXISTS (SELECT 1 FROM pg_class c
               WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
                 AND c.relrowsecurity AND has_table_privilege(c.oid, 'TRUNCATE'))
"""
FAULTS = (
    "is a superuser, or may become one",
    "has BYPASSRLS, or may become a role that has",
    "owns tables, or is a member of a role that does",
    "may TRUNCATE tables, which passes the policies",
)


# A pool hands out the same connection again and again.
_checked: WeakSet[Any] = WeakSet()


def refuse_a_role_that_could_bypass(*, connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Raise ImproperlyConfigured if the app's connection could read past row-level security."""
    if connection.alias != "default" or connection.connection in _checked:
        return
    with connection.cursor() as cursor:
        cursor.execute(FAULTS_SQL)
        row = cursor.fetchone()
    faults = [fault for fault, found in zip(FAULTS, row or (), strict=False) if found]
    if faults:
        connection.close()
        raise ImproperlyConfigured(
            f"DATABASE_URL names a role that {', '.join(faults)}. Use the app role, which may "
            "only read and write rows; DATABASE_OWNER_URL is for migrations."
        )
    _checked.add(connection.connection)
