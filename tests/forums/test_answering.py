"""Answering one post in particular, and quoting it."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.models import Membership
from communities.scope import scope
from forums.actions import open_topic, remove_post, reply
from forums.answering import quoted
from forums.models import Post, Topic
from tests.cast import Cast

AsMember = Callable[[Membership], Client]


@pytest.fixture
def topic(cast: Cast) -> Topic:
    with scope(cast.community):
        opened = open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who has one?")
        reply(opened, by=cast.tess, body="> Who has one?\n\nWe have **two**.")
        return opened


def test_a_reply_to_a_post_says_so_and_leads_there(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.sam)
    address = f"/c/four-rivers/topics/{topic.number}/"
    page = browser.get(f"{address}?reply=2").content.decode()
    assert "You answer post #2, Tess" in page
    assert 'name="reply_to" value="2"' in page
    browser.post(f"{address}posts/", {"body": "Which ones?", "reply_to": "2"})
    page = browser.get(address).content.decode()
    assert f'<a href="{address}posts/2/">In reply to #2, {cast.tess.name}</a>' in page
    with scope(cast.community):
        assert Post.objects.get(topic=topic, number=3).reply_to == Post.objects.get(
            topic=topic, number=2
        )


def test_the_words_of_a_post_are_quoted_without_what_it_quotes(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    page = as_member(cast.sam).get(f"/c/four-rivers/topics/{topic.number}/?reply=2&quote=1")
    assert "&gt; We have **two**.\n\n</textarea>" in page.content.decode()


def test_a_reply_that_fails_still_knows_whom_it_answers(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    page = as_member(cast.sam).post(
        f"/c/four-rivers/topics/{topic.number}/posts/", {"body": "", "reply_to": "2"}
    )
    assert page.status_code == 422
    assert "You answer post #2, Tess" in page.content.decode()
    assert 'name="reply_to" value="2"' in page.content.decode()


def test_what_is_not_there_is_not_answered(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    with scope(cast.community):
        remove_post(Post.objects.get(topic=topic, number=2), by=cast.tess)
    browser = as_member(cast.sam)
    address = f"/c/four-rivers/topics/{topic.number}/"
    for number in ("2", "99", "0", "x", "-1", "9" * 40, "²"):
        page = browser.get(address, {"reply": number, "quote": "1"})
        assert page.status_code == 200
        assert '<p class="small line" id="reply-to" role="status" hidden>' in page.content.decode()
    browser.post(f"{address}posts/", {"body": "Anyway", "reply_to": "2"})
    with scope(cast.community):
        assert Post.objects.get(topic=topic, number=3).reply_to is None


def test_a_long_text_is_quoted_in_part() -> None:
    text = quoted("word " * 1000)
    assert text.endswith(" …\n\n")
    assert len(text) < 1520
    assert quoted("> only a quotation") == ""
