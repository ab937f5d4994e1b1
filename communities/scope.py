"""Which communities' rows the database shows: the net under every query."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from communities.models.community import Community
from core.prepared import fields_of, instance_of

SETTING = "porchlight.communities"
_ENTER = f"""
SELECT coalesce(current_setting('{SETTING}', true), ''),
       set_config('{SETTING}', '{{' || id || '}}', true), {", ".join(fields_of(Community))}
FROM communities_community WHERE slug = %s"""  # noqa: S608  (names of ours, no values)


@contextmanager
def scope(*communities: Community | int) -> Iterator[None]:
    """Open a transaction that sees these communities' rows and no others; none given: no rows.

    Scopes nest: the outer one is restored when the inner one ends. Without any scope, a query on
    a community's table raises django.db.InternalError ("no community scope is active").
    """
    ids = sorted(c if isinstance(c, int) else c.pk for c in communities)
    value = "{" + ",".join(map(str, ids)) + "}"
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        before = _swap(value)
        yield
        _restore(before, outermost=outermost)


@contextmanager
def scope_at(slug: str) -> Iterator[Community | None]:
    """Open the scope of the community at this address, and give it: one query does both.

    Without such a community, give None and change nothing.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_ENTER, [slug])
            row = cursor.fetchone()
        if row is None:
            yield None
            return
        before, _now, *columns = row
        yield instance_of(Community, columns)
        _restore(before, outermost=outermost)


def _restore(before: str, *, outermost: bool) -> None:
    # A rollback undoes the setting by itself; so does the end of the outermost transaction.
    if not (outermost or connection.needs_rollback):
        _swap(before)


def _swap(value: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting(%s, true), ''), set_config(%s, %s, true)",
            [SETTING, SETTING, value],
        )
        row = cursor.fetchone()
    return str(row[0]) if row else ""
