"""Keeping up: what came while a page was open, going to the newest, and putting all aside."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.models import Membership
from communities.scope import scope
from forums.actions import mark_all_read, mark_read, open_topic, reply
from forums.models import Topic, TopicReading
from tests.cast import Cast

AsMember = Callable[[Membership], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def topic(cast: Cast) -> Topic:
    with scope(cast.community):
        return open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who has **one**?")


def unread(cast: Cast, member: Membership) -> list[str]:
    with scope(cast.community):
        rows = Topic.objects.visible_to(member).unread_by(member).order_by("pk")
        return [topic.title for topic in rows]


def test_an_open_page_hears_of_replies_that_came_since(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.tess)
    page = browser.get(f"/c/four-rivers/topics/{topic.number}/").content.decode()
    news = f"/c/four-rivers/topics/{topic.number}/news/?after=1"
    assert f'hx-get="{news}"' in page
    assert browser.get(news, headers=HTMX).status_code == 204
    with scope(cast.community):
        for n in range(2):
            reply(topic, by=cast.sam, body=f"More {n}")
    told = browser.get(news, headers=HTMX)
    assert "2 new replies" in told.content.decode()
    assert f"/c/four-rivers/topics/{topic.number}/#post-2" in told.content.decode()
    # Without JavaScript the address brings him there.
    assert browser.get(news)["Location"].endswith("#post-2")
    # Asking is not reading.
    with scope(cast.community):
        assert TopicReading.objects.get(topic=topic, member=cast.tess).read_through == 1


def test_nonsense_in_the_address_is_no_fault(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    browser = as_member(cast.tess)
    for after in ("", "x", "-1", "²", "9" * 40):
        page = browser.get(f"/c/four-rivers/topics/{topic.number}/news/", {"after": after})
        assert page.status_code == 302
    assert browser.get("/c/four-rivers/topics/99/news/", headers=HTMX).status_code == 404
    assert as_member(cast.rosa).get(
        f"/c/four-rivers/topics/{topic.number}/news/", headers=HTMX
    ).status_code == 404  # fmt: skip


def test_a_forum_is_marked_as_read_and_others_stay(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        open_topic(cast.superintendents, by=cast.sam, title="Second", body="Words")
        open_topic(cast.families, by=cast.pat, title="Elsewhere", body="Words")
    browser = as_member(cast.tess)
    forum = "/c/four-rivers/forums/superintendents/"
    assert "Mark all of this forum as read" in browser.get(forum).content.decode()
    answer = browser.post(f"{forum}reading/", follow=True)
    assert "All topics of this forum are marked as read." in answer.content.decode()
    assert "Mark all of this forum as read" not in answer.content.decode()
    assert unread(cast, cast.tess) == ["Elsewhere"]


def test_everything_is_marked_as_read_but_only_what_he_sees(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        open_topic(cast.families, by=cast.pat, title="Elsewhere", body="Words")
    browser = as_member(cast.rosa)
    assert "Marcar todo como leído" in browser.get("/c/four-rivers/forums/").content.decode()
    browser.post("/c/four-rivers/reading/")
    assert unread(cast, cast.rosa) == []
    with scope(cast.community):
        assert not TopicReading.objects.filter(member=cast.rosa, topic=topic).exists()
    assert unread(cast, cast.tess) == ["Buses", "Elsewhere"]


def test_a_marker_never_moves_back(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        reply(topic, by=cast.sam, body="More")
        mark_read(topic, member=cast.tess, through=2)
        mark_read(topic, member=cast.tess, through=1)
        assert TopicReading.objects.get(topic=topic, member=cast.tess).read_through == 2
        mark_all_read(cast.tess)
        mark_all_read(cast.tess)
    assert unread(cast, cast.tess) == []


def test_earlier_pages_lead_to_the_newest_post(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        for n in range(21):
            reply(topic, by=cast.sam, body=f"More {n}")
    browser = as_member(cast.tess)
    first = browser.get(f"/c/four-rivers/topics/{topic.number}/").content.decode()
    assert 'href="?page=2#post-22"' in first
    assert "hx-trigger" not in first.partition("<form")[0].partition("page__main")[2]
    last = browser.get(f"/c/four-rivers/topics/{topic.number}/?page=2").content.decode()
    assert "Go to the newest post" not in last
