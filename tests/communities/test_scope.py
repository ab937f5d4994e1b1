"""The net under every query: row-level security by the scope that is open."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from guardian.shortcuts import assign_perm

from communities.models import Membership, Site
from communities.scope import scope, scope_at
from forums.models import Forum, Topic
from tests.cast import Cast, make_cast


def test_a_query_without_a_scope_raises(cast: Cast) -> None:
    with (
        pytest.raises(DatabaseError, match="no community scope is active"),
        transaction.atomic(),
    ):
        list(Site.objects.all())


def test_an_empty_scope_shows_nothing(cast: Cast) -> None:
    with scope():
        assert not Site.objects.exists()


def test_a_scope_shows_only_its_community(cast: Cast) -> None:
    with scope(cast.other):
        assert {f.name for f in Forum.objects.all()} == {"Lakes for all"}


def test_a_nested_scope_restores_the_outer_one(cast: Cast) -> None:
    with scope(cast.community):
        with scope(cast.other):
            assert Forum.objects.count() == 1
        assert Forum.objects.count() == 2


def test_a_rolled_back_inner_scope_restores_the_outer_one(cast: Cast) -> None:
    with scope(cast.community):
        with pytest.raises(ZeroDivisionError), scope(cast.other):
            1 / 0  # noqa: B018
        assert Forum.objects.count() == 2
        with scope(cast.other):
            transaction.set_rollback(True)
        assert Forum.objects.count() == 2


def test_a_scope_of_two_shows_both(cast: Cast) -> None:
    with scope(cast.community, cast.other):
        assert Forum.objects.count() == 3


def test_the_scope_of_an_address_opens_with_its_community(cast: Cast) -> None:
    with scope(cast.community):
        with scope_at(cast.other.slug) as found:
            assert found == cast.other
            assert Forum.objects.count() == 1
        assert Forum.objects.count() == 2
    with scope(cast.community), scope_at("no-such-place") as found:
        assert found is None
        assert Forum.objects.count() == 2


def test_base_manager_join_exists_and_raw_sql_stay_inside(cast: Cast) -> None:
    with scope(cast.other):
        assert Forum._base_manager.count() == 1
        assert not Forum.objects.filter(audience__role_links__role__key="superintendent").exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM forums_forum")
            assert cursor.fetchone() == (1,)
            cursor.execute(
                "SELECT count(*) FROM accounts_user u JOIN communities_membership m "
                "ON m.user_id = u.id"
            )
            assert cursor.fetchone() == (2,)
            cursor.execute("SELECT count(*) FROM communities_seen_by_rule")
            assert cursor.fetchone() == (2,)


def test_a_row_for_another_community_is_refused(cast: Cast) -> None:
    with (
        scope(cast.community),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Site.objects.create(community=cast.other, name="Foreign", slug="foreign")


def test_a_row_cannot_be_moved_to_another_community(cast: Cast) -> None:
    with (
        scope(cast.community),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Site.objects.filter(slug="northbank").update(community=cast.other)


def test_a_key_across_communities_is_refused(cast: Cast) -> None:
    with (
        scope(cast.community, cast.other),
        pytest.raises(IntegrityError, match="forums_topic_forum_in_community"),
        transaction.atomic(),
    ):
        Topic.objects.create(
            community=cast.community,
            forum=cast.lakes_forum,
            number=1,
            title="Foreign",
            author=cast.sam,
            last_author=cast.sam,
        )
        transaction.get_connection().check_constraints()


def test_a_through_row_across_communities_is_refused(cast: Cast) -> None:
    with (
        scope(cast.community, cast.other),
        pytest.raises(IntegrityError, match="communities_membershiprole_role_in_community"),
        transaction.atomic(),
    ):
        cast.olga.role_links.create(community=cast.other, role=cast.roles["principal"])
        transaction.get_connection().check_constraints()


def test_a_guest_of_an_audience_must_be_a_member_of_its_community(cast: Cast) -> None:
    with (
        scope(cast.community),
        pytest.raises(IntegrityError, match="communities_audience_guest_is_member"),
        transaction.atomic(),
    ):
        assign_perm("see_audience", cast.olga.user, cast.superintendents.audience)
        transaction.get_connection().check_constraints()


def test_the_app_role_may_not_truncate(cast: Cast) -> None:
    with (
        scope(cast.community),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE forums_post")


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_a_scope_does_not_outlive_its_transaction() -> None:
    # With rows there: the policy is not asked about an empty table.
    cast = make_cast()
    with scope(cast.community):
        assert Membership.objects.count() == 8
    with pytest.raises(DatabaseError, match="no community scope is active"):
        Membership.objects.count()
