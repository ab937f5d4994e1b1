"""What is said of whom some people bring together: sites, roles, and who is missing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from guardian.shortcuts import assign_perm

from communities.audience_rules import SEE, AudienceRule, write_rule
from communities.models import Audience, MembershipRole, Role, Site
from communities.scope import scope
from meetings.coverage import Coverage, reach_of
from tests.cast import Cast, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def audience(cast: Cast) -> Audience:
    """An audience of everybody."""
    with scope(cast.community):
        return Audience.objects.create(community=cast.community)


def covered(cast: Cast, audience: Audience, *people: str) -> Coverage:
    with scope(cast.community):
        reach = reach_of(cast.community, audience.pk)
    return reach.coverage([cast.members[name].pk for name in people])


def test_all_sites_and_roles_are_covered_by_few(cast: Cast, audience: Audience) -> None:
    found = covered(cast, audience, "sam", "pat", "rosa")
    assert (found.sites, found.all_sites, found.roles, found.all_roles) == (2, 2, 3, 3)
    assert (found.missing, found.sentence) == ((), "both sites, all 3 roles")


def test_what_is_missing_is_named_sites_first(cast: Cast, audience: Audience) -> None:
    found = covered(cast, audience, "sam", "pat")
    assert found.sentence == "1 of 2 sites, 2 of 3 roles; missing: Eastgate, resident leaders"
    with translation.override("es"):
        assert found.missing == ("Eastgate", "resident leaders")
        spanish = covered(cast, audience, "sam", "pat").sentence
    assert "líder vecinals" in spanish
    assert "sites" not in spanish


def test_nobody_covers_nothing(cast: Cast, audience: Audience) -> None:
    found = covered(cast, audience)
    assert (found.sites, found.roles) == (0, 0)
    assert len(found.missing) == 5


def test_who_left_or_is_no_member_covers_nothing(cast: Cast, audience: Audience) -> None:
    assert covered(cast, audience, "lee", "olga", "gus") == covered(cast, audience)


def test_somebody_without_site_and_role_covers_nothing(cast: Cast, audience: Audience) -> None:
    assert covered(cast, audience, "fay").sites == 0


def test_a_site_where_nobody_is_is_not_missed(cast: Cast, audience: Audience) -> None:
    with scope(cast.community):
        Site.objects.create(community=cast.community, name="Westfield", slug="westfield")
        Role.objects.create(
            community=cast.community, key="nurse", singular="nurse", plural="nurses", position=9
        )
        cast.community.people_changed()
    assert covered(cast, audience, "sam", "pat", "rosa").sentence == "both sites, all 3 roles"


def test_a_role_alike_table_asks_for_its_own_role_only(cast: Cast) -> None:
    with scope(cast.community):
        MembershipRole.objects.create(
            community=cast.community, membership=cast.sam, role=cast.roles["resident leader"]
        )
    found = covered(cast, cast.superintendents.audience, "sam")
    assert (found.all_roles, found.roles) == (1, 1)
    assert found.sentence == "1 of 2 sites; missing: Eastgate"


def test_those_who_were_named_one_by_one_are_all_there_is(cast: Cast, audience: Audience) -> None:
    with scope(cast.community):
        write_rule(audience, AudienceRule(named_only=True))
        for name in ("gus", "rosa", "pat"):
            assign_perm(SEE, cast.members[name].user, audience)
    found = covered(cast, audience, "gus", "rosa")
    assert found.sentence == "1 of 2 sites, 2 of 3 roles; missing: Northbank, principals"


def test_a_guest_adds_no_site_and_counts_for_one_that_is_there(cast: Cast) -> None:
    audience = cast.superintendents.audience
    with scope(cast.community):
        west = Site.objects.create(community=cast.community, name="Westfield", slug="westfield")
        cast.pat.site = west
        cast.pat.save()
        assign_perm(SEE, cast.pat.user, audience)
        assign_perm(SEE, cast.rosa.user, audience)
    found = covered(cast, audience, "pat", "rosa")
    assert (found.sites, found.all_sites, found.all_roles) == (1, 2, 1)
    assert found.missing == ("Northbank", "superintendents")


def test_others_who_came_count_with_their_site_and_role(cast: Cast, audience: Audience) -> None:
    with scope(cast.community):
        reach = reach_of(cast.community, audience.pk)
    found = reach.coverage(
        [cast.sam.pk],
        sites=[cast.sites["Eastgate"].pk, 0],
        roles=[cast.roles["principal"].pk],
    )
    assert (found.sites, found.roles) == (2, 2)


def test_a_long_list_of_the_missing_is_cut(cast: Cast, audience: Audience) -> None:
    with scope(cast.community):
        for number in range(6):
            site = Site.objects.create(
                community=cast.community, name=f"Site {number}", slug=f"site-{number}"
            )
            user = make_user(f"Person{number} Long")
            make_member(cast.community, user, site=site)
    sentence = covered(cast, audience, "sam", "tess").sentence
    assert sentence.startswith("2 of 8 sites, 1 of 3 roles; missing: Site 0, ")
    assert sentence.endswith("Site 5 and 2 others")


def test_any_number_of_people_costs_the_same_queries(cast: Cast, audience: Audience) -> None:
    counts = []
    for added in (0, 20):
        with scope(cast.community):
            for number in range(added):
                make_member(
                    cast.community,
                    make_user(f"More{number} People"),
                    roles=[cast.roles["principal"]],
                    site=cast.sites["Northbank"],
                )
            cast.community.people_changed()
            with CaptureQueriesContext(connection) as queries:
                reach_of(cast.community, audience.pk).coverage([cast.sam.pk])
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 5
