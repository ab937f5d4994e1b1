"""Slow mode, and how much a member writes in his first days."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from communities.models import Membership
from communities.scope import scope
from forums.actions import open_topic, reply, set_slow_mode
from forums.models import HeldPost, HoldRules, Post, Topic
from moderation.models import Act
from tests.cast import Cast
from tests.forums.test_topics import statements

AsMember = Callable[[Membership], Client]
FORUM = "/c/four-rivers/forums/superintendents/"
NEW_TOPIC = f"{FORUM}topics/new/"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    with scope(cast.community):
        return open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who pays?")


@pytest.fixture
def long_here(cast: Cast) -> None:
    with scope(cast.community):
        Membership.objects.update(joined_at=timezone.now() - timedelta(days=30))


def send(browser: Client, topic: Topic, body: str, key: str = "") -> tuple[int, str, str]:
    page = browser.post(
        f"{topic.get_absolute_url()}posts/", {"body": body, "form_key": key or str(uuid4())}
    )
    return page.status_code, page.content.decode(), page.get("Retry-After", "")


def test_a_facilitator_slows_a_topic_down(
    cast: Cast, topic: Topic, long_here: None, as_member: AsMember
) -> None:
    fay, tess, url = as_member(cast.fay), as_member(cast.tess), topic.get_absolute_url()
    assert as_member(cast.tess).post(f"{url}pace/", {"minutes": "15"}).status_code == 403
    assert fay.post(f"{url}pace/", {"minutes": "7"}).status_code == 422
    fay.post(f"{url}pace/", {"minutes": "15"})
    with scope(cast.community):
        Post.objects.update(created_at=timezone.now() - timedelta(hours=1))
    assert "one post every 15 minutes at most" in tess.get(url).content.decode()
    assert send(tess, topic, "The district.")[0] == 302
    status, html, after = send(tess, topic, "And the city.")
    assert status == 429
    assert 850 <= int(after) <= 901
    assert "You can send yours at" in html
    assert "And the city." in html
    # Others, and who keeps the forum going, do not wait for her.
    assert send(as_member(cast.sam), topic, "Not mine.")[0] == 302
    assert send(fay, topic, "Calm.")[0] == 302
    assert send(fay, topic, "Please.")[0] == 302
    with scope(cast.community):
        Post.objects.filter(author=cast.tess).update(
            created_at=timezone.now() - timedelta(minutes=15)
        )
        assert Act.objects.get().note == "15 min"
    assert send(tess, topic, "And the city.")[0] == 302


def test_the_same_form_sent_twice_is_no_second_post(
    cast: Cast, topic: Topic, long_here: None, as_member: AsMember
) -> None:
    with scope(cast.community):
        set_slow_mode(topic, by=cast.fay, minutes=15)
    tess, key = as_member(cast.tess), str(uuid4())
    assert send(tess, topic, "Once.", key)[0] == 302
    assert send(tess, topic, "Once.", key)[0] == 302


def test_a_slow_forum_slows_its_topics_and_the_opening_of_new_ones(
    cast: Cast, topic: Topic, long_here: None, as_member: AsMember
) -> None:
    as_member(cast.fay).post(f"{FORUM}pace/", {"minutes": "60"})
    tess = as_member(cast.tess)
    assert "one post every 60 minutes" in tess.get(NEW_TOPIC).content.decode()
    assert send(tess, topic, "The district.")[0] == 302
    page = tess.post(NEW_TOPIC, {"title": "Homework", "body": "When?", "form_key": str(uuid4())})
    assert page.status_code == 429
    assert page["Retry-After"]
    assert "When?" in page.content.decode()
    with scope(cast.community):
        assert Topic.objects.count() == 1


def test_what_waits_for_a_facilitator_counts_too(
    cast: Cast, topic: Topic, long_here: None, as_member: AsMember
) -> None:
    with scope(cast.community):
        HoldRules.objects.create(community=cast.community, links=True)
        set_slow_mode(topic, by=cast.fay, minutes=15)
    tess = as_member(cast.tess)
    assert send(tess, topic, "See https://a.example")[0] == 302
    assert send(tess, topic, "See https://b.example")[0] == 429
    with scope(cast.community):
        assert HeldPost.objects.count() == 1


def test_who_is_not_new_is_asked_nothing_more(
    cast: Cast, topic: Topic, long_here: None, as_member: AsMember
) -> None:
    with scope(cast.community):
        reply(topic, by=cast.tess, body="The district.")
    tess = as_member(cast.tess)
    before = statements(tess, topic.get_absolute_url())
    with scope(cast.community):
        set_slow_mode(topic, by=cast.fay, minutes=15)
    assert statements(tess, topic.get_absolute_url()) == before
