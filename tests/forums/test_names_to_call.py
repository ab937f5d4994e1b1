"""Whom "@…" offers while it is typed."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.audience_rules import set_guests
from communities.models import Membership
from communities.scope import scope
from forums.actions import open_topic
from forums.models import Forum
from forums.names_to_call import AT_MOST, names_to_call
from tests.cast import Cast, make_member, make_user

type AsMember = Callable[[Membership], Client]

pytestmark = pytest.mark.django_db


def offered(cast: Cast, by: Membership, forum: Forum, typed: str) -> list[str]:
    with scope(cast.community):
        return [one.name for one in names_to_call(by, forum, typed)]


def test_people_and_roles_are_offered_by_the_beginnings_of_their_names(cast: Cast) -> None:
    assert offered(cast, cast.sam, cast.families, "be") == ["Tess Bell"]
    assert offered(cast, cast.sam, cast.families, "TESS b") == ["Tess Bell"]
    assert offered(cast, cast.sam, cast.families, "p") == ["principals", "Pat Lund", "Rosa Peña"]
    assert offered(cast, cast.sam, cast.families, "ell") == []


def test_accents_and_hyphens_do_not_matter(cast: Cast) -> None:
    with scope(cast.community):
        make_member(
            cast.community, make_user("Núria Jean-Luc O’Hara"), roles=[cast.roles["principal"]]
        )
    assert offered(cast, cast.sam, cast.families, "pena") == ["Rosa Peña"]
    assert offered(cast, cast.sam, cast.families, "nuria luc hara") == ["Núria Jean-Luc O’Hara"]
    assert offered(cast, cast.sam, cast.families, "lider") == ["resident leaders"]


@pytest.mark.parametrize("typed", ["%", "_", "'", "\\", "x' OR 1=1 --"])
def test_signs_are_no_patterns(cast: Cast, typed: str) -> None:
    offered(cast, cast.sam, cast.families, typed)


def test_only_who_sees_the_forum_is_offered_and_not_oneself(cast: Cast) -> None:
    names = offered(cast, cast.sam, cast.superintendents, "")
    assert names == ["superintendents", "Fay Moua", "Tess Bell"]


def test_a_role_says_how_many_it_tells(cast: Cast) -> None:
    with scope(cast.community):
        found = names_to_call(cast.pat, cast.families, "super")
    assert [(one.name, one.reached) for one in found] == [("superintendents", 2)]


def test_there_are_at_most_eight(cast: Cast) -> None:
    with scope(cast.community):
        for number in range(12):
            make_member(cast.community, make_user(f"Zed{number}"), roles=[cast.roles["principal"]])
    assert len(offered(cast, cast.sam, cast.families, "z")) == AT_MOST


def test_a_guest_is_offered_nobody(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        set_guests(cast.families.audience, [cast.gus], by=cast.fay)
        topic = open_topic(cast.families, by=cast.sam, title="Buses", body="Late.")
    browser = as_member(cast.gus)
    page = browser.get("/c/four-rivers/forums/family-engagement/names/?q=s")
    assert page.status_code == 403
    assert (
        "data-names" not in browser.get(f"/c/four-rivers/topics/{topic.number}/").content.decode()
    )


def test_the_piece_of_a_page_escapes_names(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        make_member(
            cast.community,
            make_user("Zoe", display_name='Zoe "<b>" Hart'),
            roles=[cast.roles["principal"]],
        )
    page = as_member(cast.sam).get("/c/four-rivers/forums/family-engagement/names/?q=zo")
    text = page.content.decode()
    assert 'data-name="Zoe &quot;&lt;b&gt;&quot; Hart"' in text
    assert "<b>" not in text


def test_it_takes_one_statement_and_two_more_for_a_role(
    cast: Cast, django_assert_num_queries: Callable[..., object]
) -> None:
    with scope(cast.community):
        names_to_call(cast.sam, cast.families, "s")
        with django_assert_num_queries(1):  # type: ignore[attr-defined]
            names_to_call(cast.sam, cast.families, "tess")
        with django_assert_num_queries(3):  # type: ignore[attr-defined]
            names_to_call(cast.sam, cast.families, "s")
