"""The cast that a test finds is as if it had been made for this test alone."""

from itertools import combinations

import pytest

from communities.models import Role, Site
from communities.roles import roles_by_id
from communities.scope import scope
from tests.cast import Cast


@pytest.mark.parametrize("time", ["once", "again"])
def test_what_a_test_changes_is_gone_in_the_next(cast: Cast, time: str) -> None:
    assert cast.sam.user.display_name == "Sam Ortiz"
    cast.sam.user.display_name = "Somebody else"
    with scope(cast.community):
        assert Site.objects.count() == 2
        Site.objects.create(community=cast.community, name="Southgate", slug="southgate")


@pytest.mark.parametrize("time", ["once", "again"])
def test_what_a_test_left_in_the_process_is_gone_in_the_next(cast: Cast, time: str) -> None:
    """Roles are kept there by the community's id and a number, which are the same in both."""
    with scope(cast.community):
        Role.objects.filter(pk=cast.roles["principal"].pk).update(singular=time)
        assert time in {role.singular for role in roles_by_id(cast.community).values()}


def test_an_id_of_one_thing_is_no_id_of_another(cast: Cast) -> None:
    members = cast.members.values()
    kinds = [
        {cast.community.pk, cast.other.pk},
        {member.pk for member in members},
        {member.user_id for member in members},
        {site.pk for site in cast.sites.values()},
        {role.pk for role in cast.roles.values()},
        {forum.pk for forum in cast.forums.values()},
    ]
    assert all(one.isdisjoint(other) for one, other in combinations(kinds, 2))
