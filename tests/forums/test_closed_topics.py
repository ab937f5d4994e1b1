"""What a topic that is closed to replies still takes, and what lists say after a removal."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.models import Membership
from communities.scope import scope
from forums.actions import (
    accept_answer,
    lock_topic,
    mark_read,
    merge_topic,
    open_poll,
    open_topic,
    remove_post,
    reply,
    restore_post,
    unlock_topic,
)
from forums.models import Form, PollVote, Post, Reaction, Topic
from search.models import Entry
from tests.cast import Cast

AsMember = Callable[[Membership], Client]
FORUM = "/c/four-rivers/forums/superintendents/"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    with scope(cast.community):
        topic = open_topic(
            cast.superintendents, by=cast.sam, title="Buses", body="Who?", form=Form.QUESTION
        )
        reply(topic, by=cast.fay, body="The district.")
        return topic


def close(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        lock_topic(topic, by=cast.fay)


def test_a_closed_topic_takes_a_press_and_no_words(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    close(cast, topic)
    tess, post = as_member(cast.tess), f"{topic.get_absolute_url()}posts/2/reactions/"
    html = tess.get(topic.get_absolute_url()).content.decode()
    assert "We tried this" not in html
    assert "Thanks" in html
    tess.post(f"{post}thanks/")
    refused = tess.post(f"{post}tried/", {"what_happened": "It worked."})
    assert refused.status_code == 403
    assert "You can still say thanks" in refused.content.decode()
    with scope(cast.community):
        assert Reaction.objects.get().kind == "thanks"


def test_a_poll_is_closed_and_opened_with_its_topic(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        poll = open_poll(
            topic,
            question="Which day?",
            options=["Monday", "Friday"],
            multiple=False,
            results="closed",
            closes_at=None,
        )
        choice = {"option": poll.options.values_list("pk", flat=True)[0]}
    close(cast, topic)
    tess, votes = as_member(cast.tess), f"{topic.get_absolute_url()}poll/votes/"
    html = tess.get(topic.get_absolute_url()).content.decode()
    assert "The poll is closed." in html
    assert 'name="option"' not in html
    refused = tess.post(votes, choice)
    assert refused.status_code == 403
    assert "closed, and the poll with it" in refused.content.decode()
    with scope(cast.community):
        unlock_topic(topic, by=cast.fay)
    tess.post(votes, choice)
    with scope(cast.community):
        assert PollVote.objects.count() == 1


def test_a_topic_is_read_for_who_read_all_that_is_shown(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        mark_read(topic, member=cast.tess, through=2)
        post = reply(topic, by=cast.sam, body="A mistake.")
        remove_post(post, by=cast.sam)
        # Gus has not begun.
        unread = Topic.objects.visible_to(cast.tess).unread_by(cast.tess)
        assert not unread.exists()
        assert Topic.objects.unread_by(cast.gus).exists()
    assert 'class="is-unread"' not in as_member(cast.tess).get(FORUM).content.decode()


def test_a_question_is_open_while_its_answer_is_removed(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        answer = Post.objects.get(number=2)
        answer.topic = topic
        accept_answer(topic, answer, by=cast.sam)
    tess = as_member(cast.tess)
    assert "Answered question" in tess.get(FORUM).content.decode()
    with scope(cast.community):
        remove_post(answer, by=cast.fay, reason="Wrong place.")
        assert not Entry.objects.get(kind="topic").is_answered
    assert "Answered question" not in tess.get(FORUM).content.decode()
    with scope(cast.community):
        restore_post(answer, by=cast.fay)
        assert Entry.objects.get(kind="topic").is_answered
    assert "Answered question" in tess.get(FORUM).content.decode()


def test_the_page_of_a_merged_topic_is_closed_to_who_does_not_see_its_forum(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        other = open_topic(cast.superintendents, by=cast.sam, title="More", body="Buses.")
        merge_topic(topic, by=cast.fay, into=other)
    url = f"/c/four-rivers/topics/{topic.number}/merger/"
    assert as_member(cast.rosa).get(url).status_code == 404
    assert as_member(cast.tess).get(url).status_code == 403
    assert "Undo the merge" in as_member(cast.fay).get(url).content.decode()
