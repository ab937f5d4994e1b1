"""What topics are about: core capacities and results, to find them by."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.facets import facets_of
from communities.models import CoreCapacity, Membership, Result
from communities.scope import scope
from forums.actions import approve_held, open_topic, pin_topic, reply, set_facets
from forums.models import HeldPost, HoldRules, Topic, TopicFacet
from moderation.models import Act
from tests.cast import Cast

AsMember = Callable[[Membership], Client]
FORUM = "/c/four-rivers/forums/superintendents/"
NEW_TOPIC = f"{FORUM}topics/new/"
SEARCH = "/c/four-rivers/search/"


@pytest.fixture
def will(cast: Cast) -> str:
    """Return the value of a capacity; a result is there besides."""
    with scope(cast.community):
        capacity = CoreCapacity.objects.create(
            community=cast.community, key="will", title="Public will", title_es="Voluntad pública"
        )
        Result.objects.create(
            community=cast.community, key="read", title="Children read", title_es="Niños que leen"
        )
        cast.community.people_changed()
    return f"capacity-{capacity.pk}"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    with scope(cast.community):
        return open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who pays?")


def say(cast: Cast, topic: Topic, *values: str) -> None:
    with scope(cast.community):
        known = facets_of(cast.community)
        set_facets(topic, [known[value] for value in values], by=cast.sam)


def test_its_author_says_what_a_topic_is_about(
    cast: Cast, will: str, topic: Topic, as_member: AsMember
) -> None:
    sam, url = as_member(cast.sam), topic.get_absolute_url()
    assert "Say what it is about" in sam.get(url).content.decode()
    page = sam.post(f"{url}facets/", {"capacity": [will]}, follow=True).content.decode()
    assert f'href="{FORUM}?about={will}">Public will</a>' in page
    with scope(cast.community):
        assert TopicFacet.objects.get().topic == topic
        assert not Act.objects.exists()
    # Nothing chosen: about nothing again.
    sam.post(f"{url}facets/", {})
    with scope(cast.community):
        assert not TopicFacet.objects.exists()


def test_a_facilitator_does_so_on_record_and_others_may_not(
    cast: Cast, will: str, topic: Topic, as_member: AsMember
) -> None:
    url = f"{topic.get_absolute_url()}facets/"
    refused = as_member(cast.tess).post(url, {"capacity": [will]})
    assert refused.status_code == 403
    assert "says what it is about" in refused.content.decode()
    as_member(cast.fay).post(url, {"capacity": [will]})
    with scope(cast.community):
        act = Act.objects.get()
    assert (act.act, act.note) == ("said_about", "Public will")


def test_what_there_is_not_is_refused(
    cast: Cast, will: str, topic: Topic, as_member: AsMember
) -> None:
    page = as_member(cast.sam).post(
        f"{topic.get_absolute_url()}facets/", {"capacity": ["capacity-0"]}
    )
    assert page.status_code == 422


def test_a_topic_is_opened_with_it(cast: Cast, will: str, as_member: AsMember) -> None:
    sam = as_member(cast.sam)
    assert "Public will" in sam.get(NEW_TOPIC).content.decode()
    sent = {"title": "Buses", "body": "Who pays?", "capacity": [will], "form_key": str(uuid4())}
    looked = sam.post(NEW_TOPIC, {**sent, "preview": "1"}).content.decode()
    assert "checked" in looked
    sam.post(NEW_TOPIC, sent)
    with scope(cast.community):
        assert TopicFacet.objects.get().topic.title == "Buses"


def test_a_topic_that_waited_keeps_it(cast: Cast, will: str, as_member: AsMember) -> None:
    with scope(cast.community):
        HoldRules.objects.create(community=cast.community, first_posts=1)
    as_member(cast.tess).post(
        NEW_TOPIC, {"title": "Late", "body": "Why?", "capacity": [will], "form_key": str(uuid4())}
    )
    with scope(cast.community):
        approve_held(HeldPost.objects.get(), by=cast.fay, body="Why?")
        assert TopicFacet.objects.get().topic.title == "Late"
        assert Act.objects.get().act == "approved"


def test_a_forum_is_filtered_by_it_in_the_readers_language(
    cast: Cast, will: str, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        pin_topic(topic, by=cast.fay, until=topic.created_at.replace(year=2040))
        open_topic(cast.superintendents, by=cast.tess, title="Homework", body="When?")
    say(cast, topic, will)
    tess = as_member(cast.tess)
    page = tess.get(f"{FORUM}?about={will}").content.decode()
    assert "About: Public will" in page
    assert page.count("Buses") == 1
    assert "Homework" not in page
    (result,) = [value for value in facets_in(cast) if value.startswith("result")]
    assert (
        "No topic of this forum is about this"
        in tess.get(f"{FORUM}?about={result}").content.decode()
    )
    # What nobody knows filters nothing.
    assert "Homework" in tess.get(f"{FORUM}?about=capacity-0").content.decode()
    cast.tess.user.language = "es"
    cast.tess.user.save()
    assert "Voluntad pública" in as_member(cast.tess).get(FORUM).content.decode()


def facets_in(cast: Cast) -> list[str]:
    with scope(cast.community):
        return list(facets_of(cast.community))


def test_the_search_is_narrowed_to_it(
    cast: Cast, will: str, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        reply(topic, by=cast.tess, body="The district pays for the plan.")
        other = open_topic(
            cast.superintendents, by=cast.tess, title="Clubs", body="Who has a plan?"
        )
    say(cast, topic, will)
    sam = as_member(cast.sam)
    everywhere = sam.get(SEARCH, {"q": "plan"}).content.decode()
    assert topic.get_absolute_url() in everywhere
    assert other.get_absolute_url() in everywhere
    narrowed = sam.get(SEARCH, {"q": "plan", "about": will}).content.decode()
    assert topic.get_absolute_url() in narrowed
    assert other.get_absolute_url() not in narrowed
    assert "Narrowed down to: Public will" in " ".join(
        narrowed.replace("<span>", "").replace("</span>", "").split()
    )
    # Who does not see the forum finds nothing by it.
    hidden = as_member(cast.rosa).get(SEARCH, {"q": "plan", "about": will}).content.decode()
    assert topic.get_absolute_url() not in hidden


def test_pages_ask_no_more_with_facets_than_without(
    cast: Cast, will: str, topic: Topic, as_member: AsMember
) -> None:
    sam, url = as_member(cast.sam), topic.get_absolute_url()

    def statements(path: str) -> int:
        sam.get(path)
        with CaptureQueriesContext(connection) as asked:
            sam.get(path)
        return len(asked)

    before = statements(url)
    say(cast, topic, *facets_in(cast))
    assert statements(url) == before
    assert statements(FORUM) == statements(f"{FORUM}?about={will}")
