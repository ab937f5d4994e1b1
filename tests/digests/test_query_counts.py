"""As many queries for two hundred people as for twenty."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from communities.models import Community, Role, Site
from communities.scope import scope
from digests.actions import compose_and_queue
from digests.composing import Tally
from forums.models.forum import Kind
from tests.cast import make_forum, make_member, make_user
from tests.digests.scenes import DAY, MONDAY, ask

pytestmark = pytest.mark.django_db


def _community(people: int) -> None:
    community = Community.objects.create(name=f"{people} people", slug=f"c{people}")
    with scope(community):
        role = Role.objects.create(community=community, key="r", singular="r", plural="rs")
        site = Site.objects.create(community=community, name="Here", slug="here")
        members = [
            make_member(
                community,
                make_user(f"P{people}x{number} X"),
                roles=[role],
                site=site,
                joined_at=MONDAY - (1 if number < 7 else 90) * DAY,
            )
            for number in range(people)
        ]
        forums = [
            make_forum(community, "Alike", kind=Kind.ROLE_ALIKE, roles=[role]),
            make_forum(community, "All", kind=Kind.EVERYONE),
        ]
    for number in range(14):
        ask(forums[number % 2], members[number], f"Topic {number}")
        ask(forums[0], members[-1], f"To @P{people}x{number} X", body=f"@P{people}x{number} X")


def _queries(now_plus: int = 0) -> tuple[int, Tally]:
    with CaptureQueriesContext(connection) as captured:
        tally = compose_and_queue(MONDAY + timedelta(minutes=now_plus))
    return len(captured), tally


@pytest.mark.slow
def test_the_number_of_queries_does_not_depend_on_how_many_are_due(settings: Settings) -> None:
    # With labels to be kept.
    settings.INBOUND_HOST = "mail.porchlight.example"
    _community(20)
    few, tally = _queries()
    assert tally.mailed == 20
    _community(200)
    many, tally = _queries(1)
    assert tally.mailed == 200
    assert many == few
