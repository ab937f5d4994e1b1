"""The command that checks what is kept beside the posts, and mends it."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from communities.models import Membership
from communities.models.membership import Status
from communities.scope import scope
from core.files import check_upload
from forums.actions import (
    accept_answer,
    attach_files,
    keep_file,
    merge_topic,
    move_topic,
    open_poll,
    open_topic,
    pin_topic,
    remove_post,
    reply,
    split_topic,
    translate_post,
    vote,
)
from forums.counters import COUNTERS
from forums.models import Form, Forum, Poll, PollVote, Post, Topic, TopicReading
from search.models import Entry
from tests.cast import Cast
from tests.made_files import PDF, upload


def check(*arguments: str) -> str:
    """Return what the command says; it says it also when it fails."""
    out = StringIO()
    try:
        call_command("check_counters", *arguments, stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}CommandError: {error}"
    return out.getvalue()


def state(cast: Cast) -> list[object]:
    """Return all that is kept, to be compared."""
    with scope(cast.community):
        return [
            list(rows)
            for rows in (
                Topic.objects.order_by("pk").values(),
                Post.objects.order_by("pk").values("pk", "file_count"),
                Forum.objects.order_by("pk").values(),
                TopicReading.objects.order_by("pk").values(),
                Membership.objects.order_by("pk").values("pk", "has_unread"),
                Entry.objects.order_by("kind", "object_id").values(
                    "kind", "object_id", "vector", "audience_id", "place", "thread", "is_answered"
                ),
                PollVote.objects.order_by("option_id", "member_id").values(
                    "option_id", "member_id"
                ),
            )
        ]


@pytest.fixture
def talk(cast: Cast) -> Topic:
    """Everything that moves posts and counts."""
    with scope(cast.community):
        topic = open_topic(
            cast.superintendents, by=cast.sam, title="Buses", body="Who pays?", form=Form.QUESTION
        )
        attach_files(
            topic.posts.get(), [keep_file(check_upload(upload("plan.pdf", PDF)), by=cast.sam)]
        )
        translate_post(
            topic.posts.get(number=1), by=cast.rosa, language="es", title="Buses", body="¿Quién?"
        )
        for body in ("We do.", "Parents.", "The county.", "Nobody."):
            reply(topic, by=cast.tess, body=body)
        accept_answer(topic, topic.posts.get(number=2), by=cast.sam)
        last = topic.posts.get(number=5)
        last.topic = topic
        remove_post(last, by=cast.fay, reason="No.")
        for number in (2, 3, 5):
            post = topic.posts.get(number=number)
            translate_post(post, by=cast.rosa, language="es", body="Nosotros.")
        new = split_topic(topic, by=cast.fay, numbers=[3], title="Parents")
        other = open_topic(cast.families, by=cast.rosa, title="Walking", body="Who walks?")
        merge_topic(new, by=cast.fay, into=other)
        moved = open_topic(cast.families, by=cast.rosa, title="Trains", body="When?")
        move_topic(moved, by=cast.fay, to=cast.superintendents)
        pin_topic(topic, by=cast.fay, until=timezone.now() + timedelta(days=3))
        poll = open_poll(
            topic,
            question="Who?",
            options=["We", "They"],
            multiple=False,
            results="always",
            closes_at=None,
        )
        vote(poll, by=cast.tess, options=[poll.options.all()[0].pk])
        # The member who left has seen nothing since.
        Membership.objects.filter(pk=cast.lee.pk).update(has_unread=False)
        return topic


def wrong_last_number(topic: Topic) -> None:
    Topic.objects.filter(pk=topic.pk).update(last_number=99)


def number_too_low(topic: Topic) -> None:
    Topic.objects.filter(pk=topic.pk).update(last_number=1)


def wrong_last_post(topic: Topic) -> None:
    Topic.objects.filter(pk=topic.pk).update(last_post_at=timezone.now() + timedelta(days=1))


def wrong_last_author(topic: Topic) -> None:
    rosa = Membership.objects.get(user__email="rosa@example.org")
    Topic.objects.filter(pk=topic.pk).update(last_author=rosa)


def hidden_topic(topic: Topic) -> None:
    Topic.objects.filter(pk=topic.pk).update(removed_at=timezone.now())


def shown_without_posts(_topic: Topic) -> None:
    merged = Topic.objects.get(title="Parents")
    Topic.objects.filter(pk=merged.pk).update(removed_at=None)


def answer_elsewhere(topic: Topic) -> None:
    post = Post.objects.get(topic__title="Trains", number=1)
    Topic.objects.filter(pk=topic.pk).update(accepted_post=post)


def wrong_topic_count(topic: Topic) -> None:
    Forum.objects.filter(pk=topic.forum_id).update(topic_count=7)


def wrong_post_count(topic: Topic) -> None:
    Forum.objects.filter(pk=topic.forum_id).update(post_count=0)


def wrong_forum_moment(topic: Topic) -> None:
    Forum.objects.filter(pk=topic.forum_id).update(last_post_at=None)


def forgotten_pin(topic: Topic) -> None:
    Forum.objects.filter(pk=topic.forum_id).update(pinned_until=None)


def reader_ahead(topic: Topic) -> None:
    TopicReading.objects.filter(topic=topic).update(read_through=50, told_through=60)


def mark_of_one_who_left(_topic: Topic) -> None:
    Membership.objects.filter(status=Status.LEFT).update(has_unread=True)


def wrong_file_count(topic: Topic) -> None:
    Post.objects.filter(topic=topic).update(file_count=2)


def entry_missing(_topic: Topic) -> None:
    Entry.objects.filter(kind="topic").delete()


def translated_topic_missing(_topic: Topic) -> None:
    Entry.objects.filter(kind="topic-words").delete()


def translated_post_elsewhere(_topic: Topic) -> None:
    Entry.objects.filter(kind="post-words").update(place="")


def entry_of_what_is_removed(topic: Topic) -> None:
    entry = Entry.objects.filter(kind="post")[0]
    entry.pk, entry.object_id = None, topic.posts.get(number=5).pk
    entry.save()


def entry_for_others(topic: Topic) -> None:
    other = Forum.objects.exclude(pk=topic.forum_id)[0]
    Entry.objects.filter(thread=f"topic {topic.pk}").update(audience_id=other.audience_id)


def name_told_in_lists(topic: Topic) -> None:
    # As if the name had been hidden, and the lists had not heard of it.
    topic.posts.filter(number=4).update(name_hidden=True)
    Topic.objects.filter(pk=topic.pk).update(last_name_hidden=False)


BREAKS: list[Callable[[Topic], None]] = [
    wrong_last_number,
    number_too_low,
    wrong_last_post,
    wrong_last_author,
    hidden_topic,
    shown_without_posts,
    answer_elsewhere,
    wrong_topic_count,
    wrong_post_count,
    wrong_forum_moment,
    forgotten_pin,
    reader_ahead,
    mark_of_one_who_left,
    wrong_file_count,
    entry_missing,
    translated_topic_missing,
    translated_post_elsewhere,
    entry_of_what_is_removed,
    entry_for_others,
    name_told_in_lists,
]


def test_nothing_is_wrong_after_all_that_can_happen_to_posts(cast: Cast, talk: Topic) -> None:
    before = state(cast)
    expected = "four-rivers: all is as it should be\nlakes: all is as it should be\n"
    assert check() == expected
    assert check("--repair") == expected
    assert state(cast) == before


@pytest.mark.parametrize("spoil", BREAKS)
def test_a_wrong_counter_is_told_left_alone_and_mended_when_asked(
    cast: Cast, talk: Topic, spoil: Callable[[Topic], None]
) -> None:
    before = state(cast)
    with scope(cast.community):
        spoil(talk)
    broken = state(cast)
    assert broken != before or spoil is name_told_in_lists
    said = check()
    assert "CommandError" in said
    assert "lakes: all is as it should be" in said
    assert state(cast) == broken
    assert "CommandError" not in check("--repair")
    # What was lost stays lost: the answer, how far somebody had read, when a topic was hidden.
    if spoil is name_told_in_lists:
        with scope(cast.community):
            assert Topic.objects.get(pk=talk.pk).last_name_hidden
            assert not Entry.objects.filter(
                object_id=talk.posts.get(number=4).pk, kind="post", author__isnull=False
            ).exists()
    elif spoil not in {answer_elsewhere, reader_ahead, shown_without_posts}:
        assert state(cast) == before
    assert check("four-rivers") == "four-rivers: all is as it should be\n"


def test_a_second_vote_is_taken_back_and_the_newest_stays(cast: Cast, talk: Topic) -> None:
    with scope(cast.community):
        poll = Poll.objects.get()
        _first, second = poll.options.all()
        PollVote.objects.create(community=cast.community, option=second, member=cast.tess)
    assert "1 second votes" in check()
    assert "CommandError" not in check("--repair")
    with scope(cast.community):
        assert PollVote.objects.get().option == second


def test_each_counter_has_been_broken_here() -> None:
    # One for each, one more vote, and the index four times.
    assert len(COUNTERS) == 13


def test_only_the_communities_that_are_named_are_looked_at(cast: Cast, talk: Topic) -> None:
    with scope(cast.community):
        wrong_topic_count(talk)
    assert check("lakes") == "lakes: all is as it should be\n"
    assert "There is no community at: nowhere" in check("nowhere")
