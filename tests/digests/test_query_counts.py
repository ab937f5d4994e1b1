"""As many queries for two hundred people, and all that they can be told of, as for twenty."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from communities.models import Community, Membership, Role, Site
from communities.scope import scope
from digests.actions import compose_and_queue
from digests.composing import Tally
from digests.models import DigestTold
from forums.audience_choices import EVERYONE, audience_chosen
from forums.models.forum import Kind
from knowledge.actions.writing import begin_resource
from knowledge.amplifying.actions import amplify
from knowledge.kinds import State
from knowledge.models import Adaptation, Amplification, Resource
from tests.cast import make_forum, make_member, make_user
from tests.digests.scenes import DAY, MONDAY, ask
from tests.knowledge.adaptation_scenes import tells, uses
from tests.knowledge.scenes import content

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
    _library(community, members)


def _library(community: Community, members: list[Membership]) -> None:
    """Put three things into its library for each twenty people: new, recommended, and tried."""
    day = MONDAY - DAY
    with scope(community):
        everybody = audience_chosen(community, EVERYONE)
        for number in range(3 * (len(members) // 20)):
            by = members[number]
            resource = begin_resource(content(by, title=f"R{number}"), by=by, audience=everybody)
            if number % 3 == 1:
                amplify(resource, by=members[-2], words="Read it.")
            if number % 3 == 2:
                tells(uses(resource, members[-3]), members[-3])
        Resource.objects.update(state=State.PUBLISHED, published_at=day, placed_at=day)
        Amplification.objects.update(created_at=day, last_day=(MONDAY + 30 * DAY).date())
        Adaptation.objects.update(shown_at=day, told_at=day)


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
    told = set()
    for community in Community.objects.all():
        with scope(community):
            told |= {
                (community.slug, one)
                for one in DigestTold.objects.values_list("section", flat=True)
            }
    for section in ("amplified", "library", "outcomes"):
        assert {("c20", section), ("c200", section)} <= told
