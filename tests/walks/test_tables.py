"""Every table, view and function of the database keeps communities apart."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.backends.utils import CursorWrapper

from tests.walks import allow_lists, database

GLOBAL = allow_lists.GLOBAL_TABLES


@pytest.fixture
def cursor(db: None) -> Iterator[CursorWrapper]:
    with connection.cursor() as found:
        yield found


def test_every_table_is_behind_the_scope_or_on_the_list(cursor: CursorWrapper) -> None:
    assert database.unprotected_tables(cursor, GLOBAL) == []


def test_the_list_names_no_table_that_is_gone(cursor: CursorWrapper) -> None:
    assert database.allowed_but_gone(cursor, GLOBAL) == []


def test_every_row_of_a_community_says_which(cursor: CursorWrapper) -> None:
    assert database.nullable_communities(cursor, GLOBAL) == []


def test_every_reference_inside_a_community_is_bound_to_it(cursor: CursorWrapper) -> None:
    assert database.open_references(cursor, GLOBAL, allow_lists.REFERENCES_TO_GLOBAL) == []


def test_no_global_table_points_into_a_community(cursor: CursorWrapper) -> None:
    faults = database.references_from_outside(cursor, GLOBAL, allow_lists.REFERENCES_FROM_GLOBAL)
    assert faults == []


def test_views_read_as_whoever_asks(cursor: CursorWrapper) -> None:
    assert database.views_that_pass_the_policies(cursor) == []


def test_functions_that_look_past_the_policies_are_few_and_closed(cursor: CursorWrapper) -> None:
    assert database.unsafe_functions(cursor, allow_lists.DEFINER_FUNCTIONS) == []


def test_the_app_role_may_read_and_write_rows_and_no_more(cursor: CursorWrapper) -> None:
    role = str(settings.DATABASES["default"]["USER"])
    assert database.rights_that_are_too_much(cursor, role, allow_lists.CLOSED_TABLES) == []


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_walk_finds_what_it_looks_for() -> None:
    """Build each fault, in a transaction that is rolled back."""
    role = str(settings.DATABASES["default"]["USER"])
    faults = """
        CREATE TABLE leak_bare (id bigint PRIMARY KEY);
        CREATE TABLE leak_open (id bigint PRIMARY KEY, community_id bigint NOT NULL);
        CREATE TABLE leak_true (id bigint PRIMARY KEY, community_id bigint,
                                site_id bigint REFERENCES communities_site (id));
        ALTER TABLE leak_true ENABLE ROW LEVEL SECURITY;
        CREATE POLICY everyone ON leak_true USING (true);
        CREATE VIEW leak_view AS SELECT * FROM forums_post;
        CREATE FUNCTION leak_function() RETURNS bigint LANGUAGE sql SECURITY DEFINER
            AS 'SELECT count(*) FROM forums_post';
    """
    with connections["owner"].cursor() as cursor:
        cursor.execute(faults)
        cursor.execute(f'GRANT TRUNCATE ON forums_post TO "{role}"')
        cursor.execute(f'GRANT SELECT ON guardian_userobjectpermission TO "{role}"')
        unprotected = " ".join(database.unprotected_tables(cursor, GLOBAL))
        assert "leak_bare has no community_id" in unprotected
        assert "leak_open has no row-level security" in unprotected
        assert "leak_open has no policy" in unprotected
        assert "Policy everyone of leak_true is not the community's" in unprotected
        assert "leak_true.community_id" in " ".join(database.nullable_communities(cursor, GLOBAL))
        open_references = database.open_references(cursor, GLOBAL, {})
        assert "leak_true.site_id → communities_site ignores" in " ".join(open_references)
        assert "communities_membership.user_id" in " ".join(open_references)
        assert "leak_view" in " ".join(database.views_that_pass_the_policies(cursor))
        functions = " ".join(database.unsafe_functions(cursor, allow_lists.DEFINER_FUNCTIONS))
        assert "leak_function() runs as its owner without a fixed search_path" in functions
        assert "leak_function() runs as its owner and PUBLIC may call it" in functions
        rights = database.rights_that_are_too_much(cursor, role, allow_lists.CLOSED_TABLES)
        assert f"{role} has TRUNCATE on forums_post." in rights
        assert f"{role} has rights on guardian_userobjectpermission." in rights
