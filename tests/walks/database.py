"""What the database says of its own walls. Every function returns faults as sentences, or none."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.utils import CursorWrapper

WHERE = "Mend it, or add it with its reason to tests/walks/allow_lists.py."
SCOPED = "community_scope()"
# What lets somebody pass the policies, or hang code on tables.
TOO_MUCH = ("TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN")


def rows(cursor: CursorWrapper, statement: str, values: list[Any] | None = None) -> list[Any]:
    cursor.execute(statement, values or [])
    return list(cursor.fetchall())


def tables(cursor: CursorWrapper) -> dict[str, bool]:
    """Return every table of ours, and whether it has a column community_id."""
    found = rows(
        cursor,
        """
        SELECT c.relname, EXISTS (
            SELECT 1 FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attname = 'community_id' AND NOT a.attisdropped)
        FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'f', 'm')
        """,
    )
    return dict(found)


def tenant_tables(cursor: CursorWrapper, allowed: Mapping[str, str]) -> list[str]:
    """Return the tables whose rows belong to a community."""
    return sorted(name for name, has in tables(cursor).items() if has and name not in allowed)


def unprotected_tables(cursor: CursorWrapper, allowed: Mapping[str, str]) -> list[str]:
    """Every table has community_id, row-level security and its policy, or is on the list."""
    faults = []
    policies = rows(
        cursor,
        """
        SELECT tablename, policyname, cmd, permissive, coalesce(qual, ''), with_check
        FROM pg_policies WHERE schemaname = 'public'
        """,
    )
    secured = {
        name
        for (name,) in rows(
            cursor,
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relrowsecurity",
        )
    }
    for name, has_community in sorted(tables(cursor).items()):
        if name in allowed:
            continue
        if not has_community:
            faults.append(f"{name} has no community_id. {WHERE}")
            continue
        if name not in secured:
            faults.append(f"{name} has no row-level security. {WHERE}")
        own = [policy for policy in policies if policy[0] == name]
        if not own:
            faults.append(f"{name} has no policy. {WHERE}")
        # Permissive policies are joined by OR: one without the scope opens the table.
        for _table, policy, command, permissive, condition, check in own:
            scoped = SCOPED in condition and "community_id" in condition
            if not (scoped and command == "ALL" and permissive == "PERMISSIVE" and check is None):
                faults.append(f"Policy {policy} of {name} is not the community's. {WHERE}")
    return faults


def allowed_but_gone(cursor: CursorWrapper, allowed: Mapping[str, str]) -> list[str]:
    there = tables(cursor)
    return [f"{name} is on the list but not in the database" for name in allowed.keys() - there]


def nullable_communities(cursor: CursorWrapper, allowed: Mapping[str, str]) -> list[str]:
    """A row without a community would belong to nobody, and its composite keys would not bind."""
    found = rows(
        cursor,
        """
        SELECT table_name FROM information_schema.columns
        WHERE table_schema = 'public' AND column_name = 'community_id' AND is_nullable = 'YES'
        """,
    )
    return [
        f"{name}.community_id may be empty. {WHERE}"
        for (name,) in found
        if name not in allowed and name in tables(cursor)
    ]


def foreign_keys(cursor: CursorWrapper) -> list[tuple[str, list[str], str, list[str], str]]:
    """Return (table, columns, target, target columns, name) of every foreign key."""
    return rows(
        cursor,
        """
        SELECT t.relname,
               array(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u(n, o)
                     JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n
                     ORDER BY u.o),
               f.relname,
               array(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS u(n, o)
                     JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n
                     ORDER BY u.o),
               k.conname
        FROM pg_constraint k
        JOIN pg_class t ON t.oid = k.conrelid
        JOIN pg_class f ON f.oid = k.confrelid
        WHERE k.contype = 'f' AND t.relnamespace = 'public'::regnamespace
        """,
    )


def open_references(
    cursor: CursorWrapper, allowed: Mapping[str, str], people: Mapping[str, str]
) -> list[str]:
    """Every reference between tables of communities is a key of two columns.

    A reference to a global table is to the community itself, or on the list `people`.
    """
    tenants = set(tenant_tables(cursor, allowed))
    keys = foreign_keys(cursor)
    composite = {
        (table, columns[1], target)
        for table, columns, target, target_columns, _name in keys
        if columns[0] == "community_id" == target_columns[0] and len(columns) == 2
    }
    faults = [
        f"{table}.{columns[0]} → {target} ignores the community ({name}). {WHERE}"
        for table, columns, target, _target_columns, name in keys
        if table in tenants and target in tenants and columns[0] != "community_id"
    ]
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        for field in model._meta.local_fields:
            if not isinstance(field, models.ForeignKey) or table not in tenants:
                continue
            target = field.related_model._meta.db_table
            if field.column == "community_id":
                continue
            bound = any((table, field.column, other) in composite for other in tenants)
            if (target in tenants and (table, field.column, target) not in composite) or (
                target not in tenants and not bound and f"{table}.{field.column}" not in people
            ):
                faults.append(f"{table}.{field.column} → {target} has no composite key. {WHERE}")
    return faults


def references_from_outside(
    cursor: CursorWrapper, allowed: Mapping[str, str], upward: Mapping[str, str]
) -> list[str]:
    """A global table that points at a community's row would carry it out of its walls."""
    tenants = set(tenant_tables(cursor, allowed))
    return [
        f"{model._meta.db_table}.{field.column} (global) points at a community's row. {WHERE}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and model._meta.db_table in allowed
        and field.related_model._meta.db_table in tenants
        and f"{model._meta.db_table}.{field.column}" not in upward
    ]


def views_that_pass_the_policies(cursor: CursorWrapper) -> list[str]:
    """Without security_invoker a view reads as its owner, whom no policy binds."""
    found = rows(
        cursor,
        """
        SELECT relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'
          AND NOT coalesce(reloptions @> ARRAY['security_invoker=true'], false)
        """,
    )
    return [f"View {name} is not security_invoker." for (name,) in found]


def definer_functions(cursor: CursorWrapper) -> list[tuple[str, bool, bool]]:
    """Return (signature, fixed search_path, open to PUBLIC) of our SECURITY DEFINER functions."""
    return rows(
        cursor,
        """
        SELECT p.oid::regprocedure::text,
               coalesce((SELECT bool_or(c LIKE 'search_path=%%') FROM unnest(p.proconfig) c), false),
               p.proacl IS NULL OR EXISTS (
                   SELECT 1 FROM aclexplode(p.proacl) a
                   WHERE a.grantee = 0 AND a.privilege_type = 'EXECUTE')
        FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
          AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
        """,
    )


def unsafe_functions(cursor: CursorWrapper, allowed: Mapping[str, str]) -> list[str]:
    faults = []
    for signature, fixed_path, is_open in definer_functions(cursor):
        if not fixed_path:
            faults.append(f"{signature} runs as its owner without a fixed search_path.")
        if is_open:
            faults.append(f"{signature} runs as its owner and PUBLIC may call it.")
        if signature not in allowed:
            faults.append(f"{signature} runs as its owner. {WHERE}")
    return faults


def rights_that_are_too_much(
    cursor: CursorWrapper, role: str, closed: tuple[str, ...]
) -> list[str]:
    """The app role reads and writes rows: no more, and nothing in the tables `closed`."""
    faults = []
    for name in tables(cursor):
        for right in TOO_MUCH:
            [(has,)] = rows(
                cursor,
                "SELECT has_table_privilege(%s, format('public.%%I', %s::text)::regclass, %s)",
                [role, name, right],
            )
            if has:
                faults.append(f"{role} has {right} on {name}.")
    for name in closed:
        [(has,)] = rows(
            cursor,
            "SELECT has_table_privilege(%s, %s::regclass, 'SELECT,INSERT,UPDATE,DELETE')",
            [role, name],
        )
        if has:
            faults.append(f"{role} has rights on {name}.")
    [(creates,)] = rows(cursor, "SELECT has_schema_privilege(%s, 'public', 'CREATE')", [role])
    if creates:
        faults.append(f"{role} may create tables.")
    return faults


def checksums(cursor: CursorWrapper, names: list[str]) -> dict[str, str]:
    """Return a checksum of the rows of each table that the open scope shows."""
    if not names:
        return {}
    parts = " UNION ALL ".join(
        f"SELECT '{name}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"
        f' FROM "{name}" t'
        for name in names
    )
    return dict(rows(cursor, parts))
