"""A forum as a feed, and a topic as plain text."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from communities.membership_changes import leave
from communities.models import Membership
from communities.scope import scope
from forums.actions import make_feed_key, open_topic, remove_post, reply
from forums.models import FeedKey, Topic
from tests.cast import Cast

AsMember = Callable[[Membership], Client]
PAGE = "/c/four-rivers/settings/me/feeds/"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    with scope(cast.community):
        topic = open_topic(
            cast.superintendents, by=cast.sam, title="Buses & <co>", body="Who **pays**? <i>We</i>"
        )
        reply(topic, by=cast.tess, body="The district.")
        open_topic(cast.families, by=cast.rosa, title="¿Quién lee?", body="¿Cómo?")
        return topic


@pytest.fixture
def key(cast: Cast) -> str:
    with scope(cast.community):
        return make_feed_key(cast.tess).key


def address(key: str, forum: str = "superintendents", community: str = "four-rivers") -> str:
    return f"/c/{community}/forums/{forum}/feed/{key}/"


def test_a_feed_reader_gets_what_the_member_may_see(cast: Cast, topic: Topic, key: str) -> None:
    answer = Client().get(address(key))
    assert answer["Content-Type"].startswith("application/atom+xml")
    entries = ET.fromstring(answer.content).findall(f"{ATOM}entry")
    assert [e.findtext(f"{ATOM}title") for e in entries] == [
        "Reply to: Buses & <co>",
        "Buses & <co>",
    ]
    assert entries[1].findtext(f"{ATOM}summary") == "Who pays? &lt;i&gt;We&lt;/i&gt;" or (
        entries[1].findtext(f"{ATOM}summary") == "Who pays? We"
    )
    assert entries[0].findtext(f"{ATOM}author/{ATOM}name") == "Tess Bell"


def test_without_a_key_of_somebody_who_sees_the_forum_there_is_none(
    cast: Cast, topic: Topic, key: str
) -> None:
    with scope(cast.community):
        other = make_feed_key(cast.rosa).key
    client = Client()
    assert client.get(address(other)).status_code == 404
    assert client.get(address(other, "family-engagement")).status_code == 200
    assert client.get(address("0" * 32)).status_code == 404
    assert client.get(address(key, "nowhere")).status_code == 404
    assert client.get(address(key, community="lakes")).status_code == 404
    assert client.get(address(key, "lakes-for-all", "lakes")).status_code == 404


def test_who_loses_the_role_or_leaves_loses_the_feed(cast: Cast, topic: Topic, key: str) -> None:
    with scope(cast.community):
        cast.tess.role_links.all().delete()
    assert Client().get(address(key)).status_code == 404
    assert Client().get(address(key, "family-engagement")).status_code == 404
    with scope(cast.community):
        sam = make_feed_key(cast.sam).key
        leave(cast.sam)
    assert Client().get(address(sam)).status_code == 404


def test_addresses_are_made_replaced_and_ended_on_a_page(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.tess)
    assert "Make my addresses" in browser.get(PAGE).content.decode()
    keys = []
    for _again in range(2):
        assert browser.post(PAGE + "key/").status_code == 302
        with scope(cast.community):
            keys.append(FeedKey.objects.get(member=cast.tess).key)
        assert f"http://testserver{address(keys[-1])}" in browser.get(PAGE).content.decode()
    assert Client().get(address(keys[0])).status_code == 404
    assert Client().get(address(keys[1])).status_code == 200
    assert browser.get(PAGE + "key/").status_code == 405
    browser.post(PAGE + "key/delete/")
    assert Client().get(address(keys[1])).status_code == 404


def test_a_topic_as_plain_text_holds_all_posts_and_no_markup(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    path = f"/c/four-rivers/topics/{topic.number}/text/"
    answer = as_member(cast.tess).get(path)
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert text.startswith("Buses & <co>\n============\nSuperintendents · Four Rivers Network\n")
    assert "#1 Sam Ortiz (superintendent, Northbank)\n" in text
    assert "Who pays?" in text
    assert text.rstrip().endswith("The district.")
    assert as_member(cast.rosa).get(path).status_code == 404


def test_a_removed_post_is_in_neither(
    cast: Cast, topic: Topic, key: str, as_member: AsMember
) -> None:
    with scope(cast.community):
        post = topic.posts.get(number=2)
        post.topic.community = cast.community
        remove_post(post, by=cast.fay, reason="Wrong.")
    assert "The district" not in Client().get(address(key)).content.decode()
    text = as_member(cast.tess).get(f"/c/four-rivers/topics/{topic.number}/text/").content.decode()
    assert "The district" not in text
    assert "[This post was removed.]" in text


def test_a_long_topic_comes_in_several_texts(
    cast: Cast, topic: Topic, as_member: AsMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forums.views.topic_text.PER_TEXT", 1)
    path = f"/c/four-rivers/topics/{topic.number}/text/"
    assert f"{path}?page=2" in as_member(cast.tess).get(path).content.decode()
    text = as_member(cast.tess).get(f"{path}?page=2")
    assert "Part 2 of 2" in text.content.decode()
    assert "#1 Sam" not in text.content.decode()
