"""Who waits for one's role, open votes, and what others said of one's posts."""

from datetime import datetime, timedelta

import pytest

from communities.scope import scope
from digests.models import DigestTold
from forums.actions import close_poll, open_poll, react, vote
from forums.models import Poll, Post, Reaction, ReactionKind, Topic
from forums.models.form import Form
from notifications.models import Level, Subscription
from tests.cast import Cast
from tests.digests.scenes import (
    DAY,
    MONDAY,
    TUESDAY,
    answer,
    ask,
    mails,
    message,
    only_mail,
    part,
    send,
    settle_in,
)

pytestmark = pytest.mark.django_db

WAITING = "People waiting for your answer"
VOTES = "Your vote is asked for"
HELPED = "What you wrote helped"


@pytest.fixture
def settled(cast: Cast) -> Cast:
    settle_in(cast.community, cast.other)
    return cast


def put_to_vote(topic: Topic) -> Poll:
    with scope(topic.community):
        poll = open_poll(
            topic,
            question="Which day suits you?",
            options=["Monday", "Friday"],
            multiple=False,
            results="always",
            closes_at=None,
        )
        Poll.objects.filter(pk=poll.pk).update(created_at=MONDAY - DAY)
    return poll


def say(
    post: Post, kind: ReactionKind, by: str, cast: Cast, *, at: datetime, words: str = ""
) -> None:
    with scope(post.community):
        react(post, kind, by=cast.members[by], what_happened=words)
        Reaction.objects.filter(post=post, kind=kind, member=cast.members[by]).update(created_at=at)


def test_a_question_in_a_forum_of_my_role_waits_for_me_until_somebody_answers(
    settled: Cast,
) -> None:
    ask(settled.superintendents, settled.sam, "How do you count attendance?")
    answered = ask(settled.families, settled.pat, "Who has buses?")
    answer(answered, settled.rosa)
    send()
    text = part(only_mail(settled.tess))
    assert WAITING in text
    assert "Sam Ortiz waits for an answer from people in your role." in text
    assert text.index(WAITING) < text.index("How do you count attendance?")
    assert text.index("New in your forums") < text.index("Who has buses?")
    # The facilitator sees the forum and does not have the role.
    assert WAITING not in part(only_mail(settled.fay))
    send(TUESDAY)
    assert len(mails(settled.tess)) == 1


def test_nobody_waits_in_an_announcement_or_a_forum_for_everyone(settled: Cast) -> None:
    news = ask(settled.families, settled.pat, "The office moves")
    ask(settled.lakes_forum, settled.olga, "Who am I?")
    with scope(settled.community):
        Topic.objects.filter(pk=news.pk).update(form=Form.ANNOUNCEMENT)
    send()
    assert WAITING not in part(only_mail(settled.sam))


def test_an_open_vote_is_told_once_with_its_topic_and_not_to_who_has_voted(settled: Cast) -> None:
    topic = ask(settled.families, settled.pat, "The spring meeting")
    poll = put_to_vote(topic)
    with scope(settled.community):
        vote(poll, by=settled.rosa, options=[poll.options.all()[0].pk])
        Poll.objects.filter(pk=poll.pk).update(closes_at=MONDAY + 5 * DAY)
    send()
    mail = only_mail(settled.sam)
    text = part(mail)
    assert message(mail)["Subject"].startswith("Pat Lund asks for your vote, in Four Rivers")
    assert VOTES in text
    assert "Pat Lund asks for your vote until March 7, 2026." in " ".join(text.split())
    assert "1. Monday · 2. Friday" in text
    assert "The spring meeting" not in text
    assert VOTES not in part(only_mail(settled.rosa))
    assert mails(settled.pat) == []
    send(TUESDAY)
    assert len(mails(settled.sam)) == 1
    with scope(settled.community):
        assert DigestTold.objects.filter(section="polls", member=settled.sam).count() == 1


def test_no_vote_is_asked_for_where_it_would_not_be_taken_or_is_not_wanted(settled: Cast) -> None:
    closed = put_to_vote(ask(settled.families, settled.pat, "Closed"))
    locked = ask(settled.families, settled.pat, "Locked")
    put_to_vote(locked)
    unseen = ask(settled.superintendents, settled.tess, "Among ourselves")
    put_to_vote(unseen)
    with scope(settled.community):
        close_poll(closed, by=settled.pat)
        Poll.objects.filter(pk=closed.pk).update(closes_at=MONDAY - DAY)
        Topic.objects.get(pk=locked.pk).lock(note="")
        Subscription.objects.create(
            community=settled.community,
            member=settled.sam,
            kind="forums.topic",
            object_id=unseen.pk,
            level=Level.NOTHING,
        )
    send()
    for name in ("sam", "rosa"):
        text = part(only_mail(settled.members[name]))
        assert "Which day suits you?" not in text
        assert "Closed" in text


def test_what_others_said_of_my_post_is_told_once_and_later_only_what_came_since(
    settled: Cast,
) -> None:
    topic = ask(settled.families, settled.pat, "Buses", at=MONDAY - 20 * DAY)
    with scope(settled.community):
        post = topic.posts.get()
    for name in ("sam", "rosa"):
        say(post, ReactionKind.THANKS, name, settled, at=MONDAY - DAY)
    words = "Ours come on time now."
    say(post, ReactionKind.TRIED, "tess", settled, at=MONDAY - DAY, words=words)
    say(post, ReactionKind.FACE, "tess", settled, at=MONDAY - timedelta(minutes=1))
    send()
    text = part(only_mail(settled.pat))
    assert HELPED in text
    assert "Tess Bell tried what you wrote. 2 people thank you." in " ".join(text.split())
    assert words in text
    assert "Sam" not in text  # thanks are counted on the page, too, and named nowhere
    assert mails(settled.sam) == []
    # Said just before the first digest was made.
    send(TUESDAY)
    second = part(mails(settled.pat)[1])
    assert "1 person faces this too." in second
    assert "thank you" not in second
    send(TUESDAY + DAY)
    assert len(mails(settled.pat)) == 2


def test_thanks_for_a_post_in_a_forum_that_is_closed_to_its_writer_now_are_not_told(
    settled: Cast,
) -> None:
    topic = ask(settled.superintendents, settled.sam, "Among us", at=MONDAY - 20 * DAY)
    with scope(settled.community):
        post = topic.posts.get()
    say(post, ReactionKind.THANKS, "tess", settled, at=MONDAY - DAY)
    with scope(settled.community):
        settled.sam.role_links.all().delete()
    send()
    assert mails(settled.sam) == []
